import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Task, TaskSurface } from '../../tasks/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/**
 * A task of the asking key at an address that shows such tasks.
 * @throws {Refusal} `task_not_found` for one that is not there, or somebody else's: nobody learns which.
 */
export async function ownTask(
  id: string,
  surface: TaskSurface | 'any',
  { key }: KeyAccess,
  { taskPlane: { tasks } }: GatewayDeps,
): Promise<Task> {
  const task = id.startsWith('task_') ? await tasks.find(id) : null;
  if (task === null || task.keyId !== key.id || !isShownAt(task, surface)) {
    throw new Refusal('task_not_found');
  }
  return task;
}

/** Films are shown as OpenAI's videos and as Google's operations, whichever way they were made. */
function isShownAt(task: Task, surface: TaskSurface | 'any'): boolean {
  switch (surface) {
    case 'any':
      return task.surface !== 'image_tasks';
    case 'videos':
    case 'video_operations':
      return task.modality === 'video';
    default:
      return task.surface === surface;
  }
}
