import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, Usd, UsdInput } from './values.ts';

/** A wallet as it is answered: granted = remaining + held + spent. */
export const WalletJson = z
  .object({
    object: z.literal('wallet'),
    granted: Usd,
    remaining: Usd,
    held: Usd,
    spent: Usd,
    unit: z.literal('USD'),
  })
  .openapi('Wallet');

/** What a movement can be. */
const LedgerKindName = z.enum([
  ...(['credit', 'grant', 'redeem', 'payment', 'payment_refund', 'adjustment'] as const),
  ...(['charge', 'capture', 'refund', 'hold', 'release'] as const),
]);

/** One movement: positive for what gives, negative for what takes. */
export const LedgerEntryJson = z
  .object({
    id: z.string(),
    object: z.literal('ledger_entry'),
    kind: LedgerKindName,
    amount: Usd,
    idempotency_key: z.string().openapi({ description: 'No other movement has the same' }),
    source_id: z
      .string()
      .nullable()
      .openapi({ description: 'What it came from beside a request: the id of a task, a code or a payment' }),
    request_id: z.string().nullable(),
    key_id: z.string().nullable(),
    note: z.string().nullable(),
    created_at: Timestamp,
  })
  .openapi('LedgerEntry');

/** Whose wallet; without it the organization Default. */
export const WalletQuery = z.strictObject({ organization_id: idInput('org').optional() });

/** What the ledger can be asked for. */
export const LedgerQuery = z.strictObject({ ...LIST_QUERY, organization_id: idInput('org').optional() });

/** The body of `POST /api/v1/wallet/credit`. */
export const Credit = z
  .strictObject({
    amount: UsdInput,
    note: z.string().max(500).optional(),
    organization_id: idInput('org').optional(),
  })
  .openapi('Credit');
