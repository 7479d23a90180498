import type { Id } from '../core/ids.ts';
import type { Database, Executor, Transaction } from '../db/index.ts';
import { taskOf } from './row-store.ts';
import type { Task } from './task.ts';

/** Which tasks of a pool are counted. */
export interface OpenCount {
  readonly poolId: string;
  /** Counting ends here. */
  readonly most: number;
  /** Leaves only those that have a place, without this one. */
  readonly withPlaceBeside?: Id<'task'>;
}

/** How many tasks of a pool are not over. */
export async function countOpen(
  db: Executor,
  { poolId, most, withPlaceBeside: own }: OpenCount,
): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('tasks')
        .select('id')
        .where('pool_id', '=', poolId)
        .where('ended_at', 'is', null)
        .$if(own !== undefined, (query) => query.where('is_active', '=', 1).where('id', '<>', own ?? ''))
        .limit(most)
        .as('open'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Takes what is due for a runner, the longest due first. A task that is taken is due again when the lease
 * is over, so that it is looked at when its runner died; until then nobody else gets it.
 */
export async function claimDue(
  { db, engine }: Pick<Database, 'db' | 'engine'>,
  claim: { owner: string; nowMs: number; leaseMs: number; limit: number },
): Promise<Task[]> {
  const due = await db
    .selectFrom('tasks')
    .select('id')
    .where('due_at', '<=', claim.nowMs)
    .limit(1)
    .executeTakeFirst();
  if (due === undefined) {
    return [];
  }
  const rows = await db
    .updateTable('tasks')
    .set({ lease_owner: claim.owner, due_at: claim.nowMs + claim.leaseMs })
    .where('id', 'in', (eb) => {
      const chosen = eb
        .selectFrom('tasks')
        .select('id')
        .where('due_at', '<=', claim.nowMs)
        .orderBy('due_at')
        .limit(claim.limit);
      return engine === 'postgres' ? chosen.forUpdate().skipLocked() : chosen;
    })
    .returningAll()
    .execute();
  return rows.map(taskOf);
}

/** Says for a runner that it still lives. */
export async function renewLeases(db: Executor, owner: string, untilMs: number): Promise<void> {
  await db.updateTable('tasks').set({ due_at: untilMs }).where('lease_owner', '=', owner).execute();
}

/** Makes due at once what runners of dead processes were looking at. */
export async function takeOver(db: Executor, nowMs: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ lease_owner: null, due_at: nowMs })
    .where('lease_owner', 'is not', null)
    .execute();
}

/** When a runner is done with a task for now: when to look again, null to park it, and how far it is. */
export interface TaskRelease {
  readonly id: Id<'task'>;
  readonly dueAtMs: number | null;
  readonly percent: number | null;
}

/** Gives tasks back, unless somebody else took them over meanwhile. */
export async function releaseTasks(
  tx: Transaction,
  owner: string,
  releases: readonly TaskRelease[],
): Promise<void> {
  for (const { id, dueAtMs, percent } of releases) {
    await tx
      .updateTable('tasks')
      .set({ lease_owner: null, due_at: dueAtMs, percent, is_parked: dueAtMs === null ? 1 : 0 })
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .execute();
  }
}

/** Takes a task that is over out of the queue. */
export async function leaveQueue(tx: Transaction, id: Id<'task'>): Promise<void> {
  await tx.updateTable('tasks').set({ due_at: null, lease_owner: null }).where('id', '=', id).execute();
}

/** Brings forward when a task is looked at; nothing where it is being looked at, parked or over. */
export async function bringForward(db: Executor, id: string, nowMs: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ due_at: nowMs })
    .where('id', '=', id)
    .where('lease_owner', 'is', null)
    .where('due_at', '>', nowMs)
    .execute();
}

/** Wakes the tasks of a pool that wait the longest for a place. */
export async function wakeParked(db: Executor, poolId: string, nowMs: number, most: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ is_parked: 0, due_at: nowMs })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tasks')
        .select('id')
        .where('pool_id', '=', poolId)
        .where('is_parked', '=', eb.lit(1))
        .orderBy('id')
        .limit(most),
    )
    .where('is_parked', '=', 1)
    .execute();
}

/** The pools in which something waits for a place, with the earliest deadline of what waits. */
export async function poolsWithParked(db: Executor): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('pool_id')
    .distinct()
    .where((eb) => eb('is_parked', '=', eb.lit(1)))
    .execute();
  return rows.map((row) => row.pool_id);
}

/** Wakes what waits for a place and whose time is up. */
export async function wakeOverdue(db: Executor, nowMs: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ is_parked: 0, due_at: nowMs })
    .where((eb) => eb('is_parked', '=', eb.lit(1)))
    .where('deadline_at', '<=', nowMs)
    .execute();
}

/** Gives a task a place in its pool; false when it is over, or its caller wants it to stop before it began. */
export async function activate(tx: Transaction, id: Id<'task'>): Promise<boolean> {
  const result = await tx
    .updateTable('tasks')
    .set({ is_active: 1 })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('is_cancel_requested', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
