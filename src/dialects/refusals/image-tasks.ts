import type { Refusal } from '../../core/refusal.ts';
import type { RefusalRenderer } from './rendered-refusal.ts';
import { tasksRefusal } from './tasks.ts';

/** The body of image tasks: that of tasks, with the reason that clients of image batches know beside the code. */
export const imageTasksRefusal: RefusalRenderer = {
  status: tasksRefusal.status,
  body(refusal, requestId) {
    const { error } = tasksRefusal.body(refusal, requestId) as { error: object };
    const reason = reasonOf(refusal);
    return { error: reason === null ? error : { ...error, reason } };
  },
};

/** Null for what is no matter of image tasks, such as a key or an empty wallet. */
function reasonOf({ code, kind, param }: Refusal): string | null {
  switch (code) {
    case 'model_not_found':
      return 'IMAGE_TASK_UNSUPPORTED_MODEL';
    case 'key_type_mismatch':
    case 'feature_disabled':
    case 'unsupported_platform':
      return 'IMAGE_TASK_UNSUPPORTED_FEATURE';
    case 'task_not_found':
      return 'IMAGE_TASK_NOT_FOUND';
    case 'conflict':
    case 'idempotency_conflict':
      return 'IMAGE_TASK_CONFLICT';
    case 'queue_full':
      return 'IMAGE_TASK_QUEUE_FULL';
    case 'shutting_down':
    case 'no_channel_available':
      return 'IMAGE_TASKS_DISABLED';
    case 'invalid_request':
      return param === 'stream' ? 'IMAGE_TASK_UNSUPPORTED_FEATURE' : 'IMAGE_TASK_INVALID_REQUEST';
    default:
      return kind === 'invalid_request' || kind === 'too_large' ? 'IMAGE_TASK_INVALID_REQUEST' : null;
  }
}
