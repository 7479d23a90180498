import { type SelectQueryBuilder, sql } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { CodeBatchesTable, RedeemCodesTable, Tables } from '../db/tables.ts';

/** How a code is: `expired` follows from its batch. */
export type CodeStatus = RedeemCodesTable['status'] | 'expired';

/** Codes that were made together, each worth the same. */
export interface CodeBatch {
  readonly id: Id<'bat'>;
  readonly name: string;
  readonly amountNano: NanoUsd;
  readonly count: number;
  readonly redeemed: number;
  readonly disabled: number;
  readonly expiresAtMs: number | null;
  readonly createdBy: string;
  readonly createdAtMs: number;
}

/** A code, never its string. */
export interface RedeemCode {
  readonly id: Id<'code'>;
  readonly batchId: Id<'bat'>;
  readonly amountNano: NanoUsd;
  readonly last4: string;
  readonly status: CodeStatus;
  readonly expiresAtMs: number | null;
  readonly organizationId: Id<'org'> | null;
  readonly redeemedAtMs: number | null;
  readonly redeemedBy: string | null;
}

/** What of the codes is wanted, the newest first. */
export interface CodeQuery {
  readonly limit: number;
  readonly cursor: string | null;
  readonly batchId?: string | undefined;
  readonly status?: CodeStatus | undefined;
  readonly organizationId?: string | undefined;
  readonly nowMs: number;
}

/** Stores a batch with all its codes. */
export async function insertBatch(
  tx: Transaction,
  batch: CodeBatchesTable,
  codes: readonly RedeemCodesTable[],
): Promise<void> {
  await tx.insertInto('code_batches').values(batch).execute();
  for (let at = 0; at < codes.length; at += 100) {
    await tx
      .insertInto('redeem_codes')
      .values(codes.slice(at, at + 100))
      .execute();
  }
}

/** Batches, the newest first, with how many of their codes are used. */
export async function selectBatches(
  executor: Executor,
  query: { readonly limit: number; readonly cursor: string | null },
): Promise<CodeBatch[]> {
  let batches = executor.selectFrom('code_batches').selectAll().orderBy('id', 'desc').limit(query.limit);
  if (query.cursor !== null) {
    batches = batches.where('id', '<', query.cursor);
  }
  return withCounts(executor, await batches.execute());
}

/** One batch, or undefined. */
export async function selectBatch(executor: Executor, id: string): Promise<CodeBatch | undefined> {
  const rows = await executor.selectFrom('code_batches').selectAll().where('id', '=', id).execute();
  return (await withCounts(executor, rows))[0];
}

/** Codes, the newest first. */
export async function selectCodes(executor: Executor, query: CodeQuery): Promise<RedeemCode[]> {
  let codes = withBatch(executor).orderBy('redeem_codes.id', 'desc').limit(query.limit);
  if (query.cursor !== null) {
    codes = codes.where('redeem_codes.id', '<', query.cursor);
  }
  if (query.batchId !== undefined) {
    codes = codes.where('redeem_codes.batch_id', '=', query.batchId);
  }
  if (query.organizationId !== undefined) {
    codes = codes.where('redeem_codes.organization_id', '=', query.organizationId);
  }
  if (query.status !== undefined) {
    codes = codes.where('redeem_codes.status', '=', query.status === 'expired' ? 'active' : query.status);
  }
  if (query.status === 'expired') {
    codes = codes.where('code_batches.expires_at', '<=', query.nowMs);
  } else if (query.status === 'active') {
    codes = codes.where(
      sql<boolean>`(code_batches.expires_at is null or code_batches.expires_at > ${query.nowMs})`,
    );
  }
  return (await codes.execute()).map((row) => codeOf(row, query.nowMs));
}

/** One code by its id or by the hash of its string, or undefined. */
export async function selectCode(
  executor: Executor,
  by: { readonly id: string } | { readonly lookupHash: string },
  nowMs: number,
): Promise<RedeemCode | undefined> {
  const codes = withBatch(executor);
  const row = await ('id' in by
    ? codes.where('redeem_codes.id', '=', by.id)
    : codes.where('redeem_codes.lookup_hash', '=', by.lookupHash)
  ).executeTakeFirst();
  return row && codeOf(row, nowMs);
}

/** The sealed strings of the codes of a batch that nobody redeemed, in the order they were made. */
export async function selectBoxes(
  executor: Executor,
  batchId: string,
): Promise<Pick<RedeemCodesTable, 'id' | 'code_box'>[]> {
  return executor
    .selectFrom('redeem_codes')
    .select(['id', 'code_box'])
    .where('batch_id', '=', batchId)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
}

/** Takes a code that is active; false when somebody else was first, or it was disabled. */
export async function markRedeemed(
  tx: Transaction,
  id: string,
  by: { readonly organizationId: string; readonly name: string; readonly nowMs: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('redeem_codes')
    .set({
      ...{ status: 'redeemed', organization_id: by.organizationId },
      ...{ redeemed_at: by.nowMs, redeemed_by: by.name },
    })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Disables codes that nobody redeemed, or enables those that were disabled. Returns how many it were. */
export async function setStatus(
  executor: Executor,
  which: { readonly id: string } | { readonly batchId: string },
  status: 'active' | 'disabled',
): Promise<number> {
  const update = executor
    .updateTable('redeem_codes')
    .set({ status })
    .where('status', '=', status === 'active' ? 'disabled' : 'active');
  const result = await ('id' in which
    ? update.where('id', '=', which.id)
    : update.where('batch_id', '=', which.batchId)
  ).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

type CodeRow = RedeemCodesTable & Pick<CodeBatchesTable, 'amount_nano' | 'expires_at'>;

function withBatch(executor: Executor): SelectQueryBuilder<Tables, 'code_batches' | 'redeem_codes', CodeRow> {
  return executor
    .selectFrom('redeem_codes')
    .innerJoin('code_batches', 'code_batches.id', 'redeem_codes.batch_id')
    .selectAll('redeem_codes')
    .select(['code_batches.amount_nano', 'code_batches.expires_at']);
}

async function withCounts(executor: Executor, rows: readonly CodeBatchesTable[]): Promise<CodeBatch[]> {
  if (rows.length === 0) {
    return [];
  }
  const counts = await executor
    .selectFrom('redeem_codes')
    .select(['batch_id', 'status', sql<number>`count(*)`.as('count')])
    .where(
      'batch_id',
      'in',
      rows.map(({ id }) => id),
    )
    .groupBy(['batch_id', 'status'])
    .execute();
  const countOf = (batchId: string, status: string): number =>
    Number(counts.find((count) => count.batch_id === batchId && count.status === status)?.count ?? 0);
  return rows.map((row) => ({
    id: row.id as Id<'bat'>,
    name: row.name,
    amountNano: row.amount_nano,
    count: row.count,
    redeemed: countOf(row.id, 'redeemed'),
    disabled: countOf(row.id, 'disabled'),
    expiresAtMs: row.expires_at,
    createdBy: row.created_by,
    createdAtMs: row.created_at,
  }));
}

function codeOf(row: CodeRow, nowMs: number): RedeemCode {
  const isExpired = row.expires_at !== null && row.expires_at <= nowMs && row.status === 'active';
  return {
    id: row.id as Id<'code'>,
    batchId: row.batch_id as Id<'bat'>,
    amountNano: row.amount_nano,
    last4: row.last4,
    status: isExpired ? 'expired' : row.status,
    expiresAtMs: row.expires_at,
    organizationId: row.organization_id as Id<'org'> | null,
    redeemedAtMs: row.redeemed_at,
    redeemedBy: row.redeemed_by,
  };
}
