import type { Id } from '../core/ids.ts';
import type { Transaction } from '../db/index.ts';
import { isEnd, type TaskState } from './states.ts';
import type { TaskError } from './task.ts';

/** What changes when a task goes on or ends. */
export interface TaskChange {
  readonly from: TaskState;
  readonly to: TaskState;
  readonly nowMs: number;
  readonly error?: TaskError | null;
  readonly outputs?: string;
  readonly usage?: string;
  readonly chargeNano?: number;
  readonly expiresAtMs?: number | null;
  /** When a task that ran out of time is looked at once more; null for never. */
  readonly lateLookAtMs?: number | null;
  /** Only where no upstream was ever asked. */
  readonly onlyIdle?: boolean;
}

/** Moves a task on, when it still is where it was read; says whether it was. The one way a state changes. */
export async function moveTask(tx: Transaction, id: Id<'task'>, change: TaskChange): Promise<boolean> {
  const { from, to, nowMs } = change;
  const ending = isEnd(to)
    ? {
        ended_at: nowMs,
        due_at: change.lateLookAtMs ?? null,
        lease_owner: null,
        is_parked: 0,
        error_code: change.error?.code ?? null,
        error_message: change.error?.message ?? null,
        outputs: change.outputs ?? null,
        usage: change.usage ?? null,
        charge_nano: change.chargeNano ?? 0,
        expires_at: change.expiresAtMs ?? null,
      }
    : {};
  const result = await tx
    .updateTable('tasks')
    .set((eb) => ({
      ...{ state: to, updated_at: nowMs, ...ending },
      started_at: to === 'running' ? eb.fn.coalesce('started_at', eb.val(nowMs)) : eb.ref('started_at'),
    }))
    .where('id', '=', id)
    .where('state', '=', from)
    .$if(change.onlyIdle === true, (query) => query.where('is_active', '=', 0))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Notes that the caller wants it to stop, and has it looked at; false when it is over. */
export async function requestCancel(tx: Transaction, id: Id<'task'>, nowMs: number): Promise<boolean> {
  const result = await tx
    .updateTable('tasks')
    .set((eb) => ({
      is_cancel_requested: 1,
      updated_at: nowMs,
      is_parked: 0,
      due_at: eb.case().when('lease_owner', 'is', null).then(nowMs).else(eb.ref('due_at')).end(),
    }))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
