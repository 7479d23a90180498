import type { Insertable } from 'kysely';
import type { Executor } from '../db/index.ts';
import type { WebhookDeliveriesTable } from '../db/tables.ts';

/** What is told. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly createdAtMs: number;
}

/** Stores what is told, once for all receivers. */
export async function insertMessage(db: Executor, { id, body, createdAtMs }: Message): Promise<void> {
  await db.insertInto('webhook_messages').values({ id, body, created_at: createdAtMs }).execute();
}

/** Stores whom it is told to. */
export async function insertDeliveries(
  db: Executor,
  deliveries: readonly Insertable<WebhookDeliveriesTable>[],
): Promise<void> {
  await db
    .insertInto('webhook_deliveries')
    .values([...deliveries])
    .execute();
}

/** The place after the last event of a task. Whoever asks holds the row of the task, so nobody else gets it. */
export async function nextSequence(db: Executor, taskId: string): Promise<number> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select((eb) => eb.fn.max('sequence').as('last'))
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}
