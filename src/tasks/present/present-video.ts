import type { Task } from '../task.ts';
import { progressOf } from './present-task.ts';
import { seconds } from './presenter.ts';

const STATUSES = {
  pending: 'queued',
  queued: 'queued',
  running: 'in_progress',
  succeeded: 'completed',
  failed: 'failed',
  canceled: 'failed',
  timeout: 'failed',
} as const satisfies Record<Task['state'], string>;

/** A task for a film as OpenAI's clients know a video job (platform.openai.com/docs/api-reference/videos). */
export function presentVideo(task: Task) {
  const { id, state, model, request, error } = task;
  const film = request.modality === 'video' ? request : null;
  return {
    id,
    object: 'video',
    model,
    status: STATUSES[state],
    progress: progressOf(task),
    created_at: seconds(task.createdAtMs),
    completed_at: seconds(task.endedAtMs),
    expires_at: seconds(task.expiresAtMs),
    seconds: String(task.outputs[0]?.seconds ?? film?.seconds ?? ''),
    size: film?.resolution ?? '',
    prompt: request.prompt,
    remixed_from_video_id: null,
    error: error && { code: error.code, message: error.message },
  };
}
