import type { Insertable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { TasksTable } from '../db/tables.ts';
import { taskOf } from './row-store.ts';
import type { TaskState } from './states.ts';
import type { Task } from './task.ts';

/** How a list of tasks is narrowed; what is null narrows nothing. */
export interface TaskFilter {
  readonly keyId?: Id<'key'> | null;
  readonly organizationId?: Id<'org'> | null;
  readonly projectId?: Id<'proj'> | null;
  readonly poolId?: string | null;
  readonly states?: readonly TaskState[] | null;
  readonly surfaces?: readonly string[] | null;
  readonly modality?: Task['modality'] | null;
  readonly model?: string | null;
  readonly createdFromMs?: number | null;
  readonly createdToMs?: number | null;
}

/** A page of a list: what follows the task `after` in this order. */
export interface TaskPage {
  readonly limit: number;
  readonly after: string | null;
  readonly order: 'asc' | 'desc';
}

/** Inserts a task. */
export async function insertTask(tx: Transaction, row: Insertable<TasksTable>): Promise<void> {
  await tx.insertInto('tasks').values(row).execute();
}

/** A task; null when there is none, or its caller removed it. */
export async function findTask(db: Executor, id: string): Promise<Task | null> {
  const row = await db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', id)
    .where('is_deleted', '=', 0)
    .executeTakeFirst();
  return row === undefined ? null : taskOf(row);
}

/** Some tasks by their ids; removed ones are not among them. */
export async function findTasks(db: Executor, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) {
    return [];
  }
  const rows = await db
    .selectFrom('tasks')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('is_deleted', '=', 0)
    .execute();
  return rows.map(taskOf);
}

/** The task that a key made under an Idempotency-Key, with the hash of what was asked; else null. */
export async function findByIdempotencyKey(
  db: Executor,
  keyId: Id<'key'>,
  idempotencyKey: string,
): Promise<{ readonly task: Task; readonly requestHash: string | null } | null> {
  const row = await db
    .selectFrom('tasks')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row === undefined ? null : { task: taskOf(row), requestHash: row.request_hash };
}

/** Lets an Idempotency-Key be used anew that was used before a moment. */
export async function forgetOldKey(
  tx: Transaction,
  keyId: Id<'key'>,
  idempotencyKey: string,
  beforeMs: number,
): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ idempotency_key: null })
    .where('key_id', '=', keyId)
    .where('idempotency_key', '=', idempotencyKey)
    .where('created_at', '<=', beforeMs)
    .execute();
}

/** Tasks that fit a filter, in the order of their ids, which is that of their making. */
export async function listTasks(db: Executor, filter: TaskFilter, page: TaskPage): Promise<Task[]> {
  const { keyId, organizationId, projectId, poolId, states, surfaces, modality, model } = filter;
  const { createdFromMs, createdToMs } = filter;
  const rows = await db
    .selectFrom('tasks')
    .selectAll()
    .where('is_deleted', '=', 0)
    .$if(keyId != null, (query) => query.where('key_id', '=', keyId ?? ''))
    .$if(organizationId != null, (query) => query.where('organization_id', '=', organizationId ?? ''))
    .$if(projectId != null, (query) => query.where('project_id', '=', projectId ?? ''))
    .$if(poolId != null, (query) => query.where('pool_id', '=', poolId ?? ''))
    .$if(states != null, (query) => query.where('state', 'in', [...(states ?? [])]))
    .$if(surfaces != null, (query) => query.where('surface', 'in', [...(surfaces ?? [])]))
    .$if(modality != null, (query) => query.where('modality', '=', modality ?? 'image'))
    .$if(model != null, (query) => query.where('model', '=', model ?? ''))
    .$if(createdFromMs != null, (query) => query.where('created_at', '>=', createdFromMs ?? 0))
    .$if(createdToMs != null, (query) => query.where('created_at', '<', createdToMs ?? 0))
    .$if(page.after !== null, (query) =>
      query.where('id', page.order === 'asc' ? '>' : '<', page.after ?? ''),
    )
    .orderBy('id', page.order)
    .limit(page.limit)
    .execute();
  return rows.map(taskOf);
}

/** Hides a task that is over from its caller; false when it is not over. */
export async function hideTask(db: Executor, id: Id<'task'>): Promise<boolean> {
  const result = await db
    .updateTable('tasks')
    .set({ is_deleted: 1, outputs: null })
    .where('id', '=', id)
    .where('ended_at', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
