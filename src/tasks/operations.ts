import type { TaskSurface } from './task.ts';

const OPERATIONS = {
  image_tasks: 'images.tasks',
  images: 'images.generations',
  videos: 'videos',
  music: 'music.generations',
  video_operations: 'videos',
} as const satisfies Record<TaskSurface, string>;

/** The name of what a task was asked for with, as IAM rules and the request log say it. */
export function operationOf(surface: TaskSurface): string {
  return OPERATIONS[surface];
}
