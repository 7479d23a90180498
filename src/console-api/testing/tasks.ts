import { createTaskHolds } from '../../billing/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Id, Ids } from '../../core/ids.ts';
import type { Database } from '../../db/index.ts';
import type { Admissions } from '../../limits/index.ts';
import { createTaskNews, createTasks } from '../../tasks/index.ts';
import { createOutbox } from '../../webhooks/index.ts';
import type { ApiWorld } from './api-world.ts';

/** Tasks that nobody runs, as the management API works with them. */
export function createTestTasks(
  { database, clock, ids }: { readonly database: Database; readonly clock: Clock; readonly ids: Ids },
  admissions: Admissions,
) {
  const publicUrl = () => 'https://turnpike.example';
  const taskPresent = { publicUrl, isThere: () => true, linkOf: ({ id }: { id: string }) => id };
  const holds = createTaskHolds({ database, clock, ids, admissions });
  const news = createTaskNews({ outbox: createOutbox({ clock, ids }), present: taskPresent });
  return { tasks: createTasks({ database, clock, holds, news, nudge: () => undefined }), taskPresent };
}

/** Stores a task of a key that was not sent anywhere yet. */
export async function insertPendingTask(
  { world, organizationId, projectId }: { world: ApiWorld; organizationId: Id<'org'>; projectId: Id<'proj'> },
  keyId: string,
): Promise<Id<'task'>> {
  const id = world.ids.next('task');
  const work = { modality: 'image', prompt: 'a tree', inputs: [], seed: null, count: 1 };
  await world.database.db
    .insertInto('tasks')
    .values({
      ...{ id, organization_id: organizationId, project_id: projectId, key_id: keyId, pool_id: 'grp_1' },
      ...{ request_id: world.ids.next('req'), surface: 'images', modality: 'image', model: 'm' },
      ...{ state: 'pending', terms: '[]', hold_nano: 0 },
      request: JSON.stringify({ request: work, wishes: { responseFormat: 'url', metadata: {} } }),
      ...{ due_at: world.time.ms, deadline_at: world.time.ms + 900_000 },
      ...{ created_at: world.time.ms, updated_at: world.time.ms },
    })
    .execute();
  return id;
}

/** Ends a task that nobody runs. */
export async function endTask({ world }: { world: ApiWorld }, id: Id<'task'>): Promise<void> {
  const ended = { state: 'succeeded', ended_at: world.time.ms } as const;
  await world.database.db.updateTable('tasks').set(ended).where('id', '=', id).execute();
}
