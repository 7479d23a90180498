import type { Modality } from '../../canonical/media.ts';
import type { JsonObject } from '../../dialects/index.ts';
import {
  operationName,
  operationOf,
  type PresentDeps,
  presentImageTask,
  presentTask,
  type Task,
  type TaskSurface,
} from '../../tasks/index.ts';
import type { AskedTask } from './asked/asked-task.ts';
import { readImageTask } from './asked/read-image.ts';
import { readMusicTask } from './asked/read-music.ts';
import { readOperation } from './asked/read-operation.ts';
import { readVideoTask } from './asked/read-video.ts';

/** What differs between the families of addresses that make tasks. */
export interface Surface {
  readonly name: TaskSurface;
  /** For IAM rules and the request log. */
  readonly operation: { readonly name: string; readonly dialect: string };
  readonly modality: Modality;
  /** @throws {Refusal} `invalid_request` naming the field at fault. */
  read(body: JsonObject, model: string | null): AskedTask;
  /** The answer to the request that made a task. */
  created(task: Task, deps: PresentDeps): object;
  readonly createdStatus: number;
}

const DIALECT = 'tasks';

/** All surfaces by name. */
export const SURFACES: Readonly<Record<TaskSurface, Surface>> = {
  image_tasks: surface('image_tasks', 'image', readImageTask, presentImageTask, 202),
  images: surface('images', 'image', readImageTask, presentTask, 202),
  videos: surface('videos', 'video', readVideoTask, presentTask, 202),
  music: surface('music', 'music', readMusicTask, presentTask, 202),
  video_operations: surface(
    'video_operations',
    'video',
    readOperation,
    (task) => ({ name: operationName(task) }),
    200,
  ),
};

function surface(
  name: TaskSurface,
  modality: Modality,
  read: Surface['read'],
  created: Surface['created'],
  createdStatus: number,
): Surface {
  const operation = { name: operationOf(name), dialect: DIALECT };
  return { name, operation, modality, read, created, createdStatus };
}
