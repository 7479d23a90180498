import type { Id } from '../../core/ids.ts';
import { PNG } from '../../media/testing/samples.ts';
import type { MakeCall } from './route-calls.ts';
import type { Person, Scene } from './scene.ts';
import { endTask, insertPendingTask } from './tasks.ts';

/** Calls of the routes of media tasks. */
export const TASK_CALLS: Readonly<Record<string, MakeCall>> = {
  'GET /api/v1/tasks': async ({ organizationId }) => ({
    path: `/api/v1/tasks?organization_id=${organizationId}`,
  }),
  'GET /api/v1/tasks/{id}': async (scene, owner) => ({ path: await makeTask(scene, owner) }),
  'POST /api/v1/tasks/{id}/cancel': async (scene, owner) => ({
    path: `${await makeTask(scene, owner)}/cancel`,
  }),
  'DELETE /api/v1/media/{id}': async (scene, owner) => ({ path: await makeFile(scene, owner) }),
};

async function makeFile(scene: Scene, owner?: Person): Promise<string> {
  const { world, organizationId, projectId } = scene;
  const path = await makeTask(scene, owner);
  const taskId = path.slice(path.lastIndexOf('/') + 1) as Id<'task'>;
  await endTask(scene, taskId);
  const file = await world.media.put(PNG, {
    ...{ organizationId, projectId, taskId, role: 'output', ordinal: 0, seconds: null },
    ...{ kinds: ['image'], maxBytes: PNG.length, keepMs: null },
  });
  return `/api/v1/media/${file.id}`;
}

async function makeTask(scene: Scene, owner?: Person): Promise<string> {
  const { world, projectId } = scene;
  const name = 'images of every scene';
  const fields = { name, models: [], concurrency: 1, queueLimit: 1, prices: {} };
  const group =
    (await world.imageBatchGroups.findByName(name)) ?? (await world.imageBatchGroups.create(fields));
  const { key } = await world.keys.create({
    ...{ name: 'k', projectId, createdBy: owner?.userId ?? null },
    ...{ groupId: null, imageBatchGroupId: group.id },
  });
  return `/api/v1/tasks/${await insertPendingTask(scene, key.id)}`;
}
