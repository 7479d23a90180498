import type { Executor } from '../db/index.ts';

/** The process that holds a lease, by the moment until which it does: no two processes get the same job. */
export interface Lease {
  readonly name: string;
  readonly untilMs: number;
}

/** Makes a job known, unless it is. */
export async function insertJob(executor: Executor, name: string, nextRunMs: number): Promise<void> {
  await executor
    .insertInto('jobs')
    .values({ name, next_run_at: nextRunMs })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** Takes a job that is due and that nobody runs; false when there is nothing to take. */
export async function takeJob(executor: Executor, lease: Lease, nowMs: number): Promise<boolean> {
  const row = await executor
    .updateTable('jobs')
    .set({ leased_until: lease.untilMs })
    .where('name', '=', lease.name)
    .where('next_run_at', '<=', nowMs)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', nowMs)]))
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a job for longer; false when somebody else has it by now. */
export async function extendLease(executor: Executor, lease: Lease, untilMs: number): Promise<boolean> {
  const row = await executor
    .updateTable('jobs')
    .set({ leased_until: untilMs })
    .where('name', '=', lease.name)
    .where('leased_until', '=', lease.untilMs)
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives a job back with how it went, unless somebody else has it by now. */
export async function finishJob(
  executor: Executor,
  lease: Lease,
  end: { readonly nowMs: number; readonly nextRunMs: number; readonly error: string | null },
): Promise<void> {
  await executor
    .updateTable('jobs')
    .set({
      leased_until: null,
      next_run_at: end.nextRunMs,
      finished_at: end.nowMs,
      error: end.error,
      ...(end.error === null ? { succeeded_at: end.nowMs } : {}),
    })
    .where('name', '=', lease.name)
    .where('leased_until', '=', lease.untilMs)
    .execute();
}
