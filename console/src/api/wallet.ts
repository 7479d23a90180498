import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { StatementMonthJson } from '../../../src/console-api/contract/statements.ts';
import type {
  LedgerEntryJson,
  RedemptionJson,
  WalletJson,
} from '../../../src/console-api/contract/wallet.ts';
import { addressOf, get, post } from './client.ts';
import { type ListPart, listOptions } from './lists.ts';
import { queryClient } from './query-client.ts';

const WALLET = '/api/v1/wallet';

/** The balance of an organization. */
export type Wallet = z.output<typeof WalletJson>;
/** One movement of a wallet. */
export type LedgerEntry = z.output<typeof LedgerEntryJson>;
/** A month of which there is a statement. */
export type StatementMonth = z.output<typeof StatementMonthJson> & { readonly id: string };

/** The balance of an organization; it is read again every few seconds while it is shown. */
export function walletOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['wallet', 'one', organizationId ?? null] as const,
    queryFn: ({ signal }) => get<Wallet>(WALLET, { organization_id: organizationId }, signal),
    refetchInterval: 10_000,
  });
}

/** The movements of a wallet, newest first. */
export function ledgerOptions(organizationId: string | undefined, kind: string | undefined) {
  return listOptions<LedgerEntry>('wallet', `${WALLET}/ledger`, {
    organization_id: organizationId,
    kind,
    limit: 50,
  });
}

/** The months of which there are statements, newest first. */
export function statementsOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['wallet', 'statements', organizationId ?? null] as const,
    queryFn: ({ signal }) =>
      get<ListPart<StatementMonth>>(
        `${WALLET}/statements`,
        { organization_id: organizationId, limit: 24 },
        signal,
      ),
    select: ({ data }) => data,
  });
}

/** Where the statement of a month is downloaded from. */
export function statementAddress(
  month: string,
  format: 'csv' | 'json',
  organizationId: string | undefined,
): string {
  return addressOf(`${WALLET}/statements/${month}`, { format, organization_id: organizationId });
}

/** Turns a code into credit. @throws {ApiError} */
export async function redeem(code: string, organizationId: string | undefined) {
  const body = { code, ...(organizationId === undefined ? {} : { organization_id: organizationId }) };
  const redeemed = await post<z.output<typeof RedemptionJson>>(`${WALLET}/redeem`, body);
  await queryClient.invalidateQueries({ queryKey: ['wallet'] });
  return redeemed;
}
