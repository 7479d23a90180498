import type { MakeCall } from './route-calls.ts';
import type { Person, Scene } from './scene.ts';
import { insertPendingTask } from './tasks.ts';

/** Calls of the routes of media tasks. */
export const TASK_CALLS: Readonly<Record<string, MakeCall>> = {
  'GET /api/v1/tasks': async ({ organizationId }) => ({
    path: `/api/v1/tasks?organization_id=${organizationId}`,
  }),
  'GET /api/v1/tasks/{id}': async (scene, owner) => ({ path: await makeTask(scene, owner) }),
  'POST /api/v1/tasks/{id}/cancel': async (scene, owner) => ({
    path: `${await makeTask(scene, owner)}/cancel`,
  }),
};

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
