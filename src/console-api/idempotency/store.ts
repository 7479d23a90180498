import type { Executor } from '../../db/index.ts';

/** Whose key it is and for which address, and the key. */
export interface IdempotencyName {
  readonly scope: string;
  readonly key: string;
}

/** A request that carried an Idempotency-Key, and its answer once there is one. */
export interface IdempotencyRecord {
  readonly requestHash: string;
  readonly status: number | null;
  readonly responseBox: string | null;
  readonly createdAtMs: number;
}

/** Claims a name for a request; false when it is taken. */
export async function claim(
  executor: Executor,
  name: IdempotencyName,
  requestHash: string,
  nowMs: number,
): Promise<boolean> {
  const inserted = await executor
    .insertInto('idempotency_records')
    .values({
      idempotency_key: name.key,
      scope: name.scope,
      request_hash: requestHash,
      status: null,
      response_box: null,
      created_at: nowMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('idempotency_key')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The record of a name; null when there is none. */
export async function findRecord(
  executor: Executor,
  name: IdempotencyName,
): Promise<IdempotencyRecord | null> {
  const row = await executor
    .selectFrom('idempotency_records')
    .selectAll()
    .where('scope', '=', name.scope)
    .where('idempotency_key', '=', name.key)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        requestHash: row.request_hash,
        status: row.status,
        responseBox: row.response_box,
        createdAtMs: row.created_at,
      };
}

/** Keeps the answer of a claimed name. */
export async function keepAnswer(
  executor: Executor,
  name: IdempotencyName,
  answer: { status: number; responseBox: string },
): Promise<void> {
  await executor
    .updateTable('idempotency_records')
    .set({ status: answer.status, response_box: answer.responseBox })
    .where('scope', '=', name.scope)
    .where('idempotency_key', '=', name.key)
    .execute();
}

/** Gives a claimed name back, as if the request had never come. */
export async function release(executor: Executor, name: IdempotencyName): Promise<void> {
  await executor
    .deleteFrom('idempotency_records')
    .where('scope', '=', name.scope)
    .where('idempotency_key', '=', name.key)
    .execute();
}

/** Drops every record from before a moment. */
export async function dropOlderThan(executor: Executor, ms: number): Promise<void> {
  await executor.deleteFrom('idempotency_records').where('created_at', '<', ms).execute();
}
