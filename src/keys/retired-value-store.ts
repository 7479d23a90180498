import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';

/** A string that a key had before it was rotated. */
export interface RetiredValue {
  readonly lookupHash: string;
  readonly keyId: Id<'key'>;
  readonly preview: string;
  /** Until when it still works. */
  readonly expiresAtMs: number;
}

/** Remembers a string that a key had. */
export async function insertRetiredValue(executor: Executor, retired: RetiredValue): Promise<void> {
  await executor
    .insertInto('retired_key_values')
    .values({
      lookup_hash: retired.lookupHash,
      key_id: retired.keyId,
      preview: retired.preview,
      expires_at: retired.expiresAtMs,
    })
    .execute();
}

/** The retired string of a hash, whether it still works or not; null when there is none. */
export async function findRetiredValue(executor: Executor, lookupHash: string): Promise<RetiredValue | null> {
  const row = await executor
    .selectFrom('retired_key_values')
    .selectAll()
    .where('lookup_hash', '=', lookupHash)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        lookupHash: row.lookup_hash,
        keyId: row.key_id as Id<'key'>,
        preview: row.preview,
        expiresAtMs: row.expires_at,
      };
}

/** Ends the overlap of one retired string, or of every one of a key, at a moment; what ended earlier stays. */
export async function endOverlaps(
  executor: Executor,
  which: { readonly keyId: Id<'key'> } | { readonly lookupHash: string },
  nowMs: number,
): Promise<void> {
  const query = executor
    .updateTable('retired_key_values')
    .set({ expires_at: nowMs })
    .where('expires_at', '>', nowMs);
  await ('keyId' in which
    ? query.where('key_id', '=', which.keyId)
    : query.where('lookup_hash', '=', which.lookupHash)
  ).execute();
}
