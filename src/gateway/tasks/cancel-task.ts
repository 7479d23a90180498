import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Task, TaskSurface } from '../../tasks/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { ownTask } from './own-task.ts';
import { shownAt } from './show-task.ts';

/**
 * Cancels a task. An image task only while it waits; any other is also asked to stop while it runs, and its
 * upstream's verdict decides.
 * @throws {Refusal} `task_not_found`; `conflict` for one that is over, or an image task that runs.
 */
export async function cancelTask(
  exchange: Exchange,
  surface: TaskSurface | 'any',
  id: string,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const { tasks } = deps.taskPlane;
  const task = await ownTask(id, surface, access, deps);
  const canceled = await tasks.cancel(task, surface === 'image_tasks');
  const now = (await tasks.find(id)) ?? task;
  if (canceled === 'too-late') {
    throw new Refusal('conflict', { message: sentenceOf(now) });
  }
  sendJson(exchange, shownAt(surface, now, deps), canceled === 'canceled' ? 200 : 202);
}

function sentenceOf({ state }: Task): string {
  return state === 'pending' || state === 'queued' || state === 'running'
    ? 'Only a task that waits can be canceled, and this one is running'
    : `This task is over: it is ${state}`;
}

/**
 * Removes a task that is over, with its files.
 * @throws {Refusal} `task_not_found`, `conflict` while it is not over.
 */
export async function deleteTask(
  exchange: Exchange,
  surface: TaskSurface | 'any',
  id: string,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const {
    taskPlane: { tasks },
    media: files,
  } = deps;
  const task = await ownTask(id, surface, access, deps);
  await tasks.remove(task);
  for (const role of ['output', 'thumbnail', 'input'] as const) {
    await files.remove(await files.ofTasks([task.id], role));
  }
  const object = surface === 'videos' ? 'video.deleted' : 'task.deleted';
  sendJson(exchange, { id: task.id, object, deleted: true });
}
