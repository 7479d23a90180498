import type { StoredOutput, Task, TaskSurface } from '../../tasks/index.ts';
import { presentImageTask, presentOperation, presentTask, presentVideo } from '../../tasks/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/** The results of one answer that are given as base64 at most; the others are links. */
const MOST_INLINE_BYTES = 64 * 1024 * 1024;

/** A task as it looks at an address. */
export function shownAt(surface: TaskSurface | 'any', task: Task, { taskPlane }: GatewayDeps): object {
  switch (surface) {
    case 'image_tasks':
      return presentImageTask(task, taskPlane.present);
    case 'videos':
      return presentVideo(task);
    case 'video_operations':
      return presentOperation(task, taskPlane.present);
    default:
      return presentTask(task, taskPlane.present);
  }
}

/** The same, with the results themselves where the caller asked for base64. */
export async function shownWhole(
  surface: TaskSurface | 'any',
  task: Task,
  deps: GatewayDeps,
): Promise<object> {
  const shown = shownAt(surface, task, deps);
  const isInline = task.wishes.responseFormat === 'b64_json' && 'data' in shown && Array.isArray(shown.data);
  const bytes = task.outputs.reduce((sum, file) => sum + file.bytes, 0);
  if (!isInline || bytes > MOST_INLINE_BYTES) {
    return shown;
  }
  const {
    taskPlane: { present },
    media: files,
  } = deps;
  const there = task.outputs.filter(present.isThere);
  const data = await Promise.all(there.map((file) => inlined(file, files)));
  return { ...shown, data };
}

async function inlined(file: StoredOutput, files: GatewayDeps['media']): Promise<object> {
  const content = await files.read(file);
  return { b64_json: content.toString('base64'), media_type: file.mediaType, sha256: file.sha256 };
}
