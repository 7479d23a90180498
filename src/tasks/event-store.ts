import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { TaskState } from './states.ts';
import type { Task } from './task.ts';

/** Something a caller is told: that a task came into a state. Numbered by key, without a gap. */
export interface TaskNote {
  readonly seq: number;
  readonly taskId: Id<'task'>;
  readonly state: TaskState;
}

/**
 * Adds to what the callers of a key are told. The counter's row is held until the transaction is over, so
 * the numbers of a key are in the order in which they come to be seen.
 */
export async function insertEvent(
  tx: Transaction,
  { id, keyId }: Pick<Task, 'id' | 'keyId'>,
  state: TaskState,
  nowMs: number,
): Promise<number> {
  const { last_seq: seq } = await tx
    .insertInto('task_event_counters')
    .values({ key_id: keyId, last_seq: 1 })
    .onConflict((conflict) =>
      conflict
        .column('key_id')
        .doUpdateSet((eb) => ({ last_seq: eb('task_event_counters.last_seq', '+', 1) })),
    )
    .returning('last_seq')
    .executeTakeFirstOrThrow();
  await tx.insertInto('task_events').values({ key_id: keyId, seq, task_id: id, state, at: nowMs }).execute();
  return seq;
}

/** What a key is told after a number, the oldest first. */
export async function listEvents(
  db: Executor,
  keyId: Id<'key'>,
  afterSeq: number,
  limit: number,
): Promise<TaskNote[]> {
  const rows = await db
    .selectFrom('task_events')
    .select(['seq', 'task_id', 'state'])
    .where('key_id', '=', keyId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ seq, task_id: taskId, state }) => ({ seq, taskId: taskId as Id<'task'>, state }));
}

/** The first number of a key that is still kept, and the last that was given; 0 for none. */
export async function eventBounds(
  db: Executor,
  keyId: Id<'key'>,
): Promise<{ readonly firstSeq: number; readonly lastSeq: number }> {
  const kept = await db
    .selectFrom('task_events')
    .select((eb) => eb.fn.min<number | null>('seq').as('first'))
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  const given = await db
    .selectFrom('task_event_counters')
    .select('last_seq')
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  return { firstSeq: kept?.first ?? 0, lastSeq: given?.last_seq ?? 0 };
}

/** Drops what was told before a moment. */
export async function dropEvents(db: Executor, beforeMs: number): Promise<void> {
  await db.deleteFrom('task_events').where('at', '<', beforeMs).execute();
}
