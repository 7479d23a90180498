import type { Task, TaskErrorCode } from '../task.ts';
import { type PresentDeps, presentCost, presentOutputs, presentUsage, seconds } from './presenter.ts';

/**
 * A task of an image key. What was not sent yet is `queued` here, wherever it waits.
 * @see docs/tasks.md
 */
export function presentImageTask(task: Task, deps: PresentDeps) {
  const { id, state, model, request, error } = task;
  const image = request.modality === 'image' ? request : null;
  return {
    id,
    task_id: id,
    object: 'image.task',
    status: state === 'pending' ? 'queued' : state,
    model,
    n: image?.count ?? 1,
    prompt: request.prompt,
    size: image?.size ?? null,
    image_size: image?.sizeClass ?? null,
    aspect_ratio: image?.aspectRatio ?? null,
    data: presentOutputs(task, deps),
    error: error && { code: error.code, reason: REASONS[error.code], message: error.message },
    usage: presentUsage(task),
    cost: presentCost(task),
    metadata: task.wishes.metadata,
    created_at: seconds(task.createdAtMs),
    started_at: seconds(task.startedAtMs),
    finished_at: seconds(task.endedAtMs),
    expires_at: seconds(task.expiresAtMs),
  };
}

const REASONS: Readonly<Record<TaskErrorCode, string>> = {
  content_policy: 'IMAGE_TASK_CONTENT_POLICY',
  invalid_input: 'IMAGE_TASK_INVALID_REQUEST',
  upstream_error: 'IMAGE_TASK_UPSTREAM_FAILED',
  upstream_expired: 'IMAGE_TASK_UPSTREAM_FAILED',
  upstream_canceled: 'IMAGE_TASK_UPSTREAM_FAILED',
  upstream_timeout: 'IMAGE_TASK_TIMEOUT',
  no_channel: 'IMAGE_TASK_UPSTREAM_FAILED',
  storage_failed: 'IMAGE_TASK_STORAGE_UNAVAILABLE',
  canceled: 'IMAGE_TASK_CANCELED',
};
