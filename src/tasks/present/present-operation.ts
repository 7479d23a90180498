import { isEnd } from '../states.ts';
import type { Task } from '../task.ts';
import { type PresentDeps, presentOutputs } from './presenter.ts';

const ERRORS = {
  content_policy: [3, 'INVALID_ARGUMENT'],
  invalid_input: [3, 'INVALID_ARGUMENT'],
  canceled: [1, 'CANCELLED'],
  upstream_timeout: [4, 'DEADLINE_EXCEEDED'],
} as const;

/**
 * A task for a film as a long-running operation of Google (google.longrunning.Operation), which is what its
 * clients poll.
 */
export function presentOperation(task: Task, deps: PresentDeps) {
  const name = operationName(task);
  const { error } = task;
  if (!isEnd(task.state)) {
    return { name, metadata: { state: task.state }, done: false };
  }
  if (error !== null) {
    const known = Object.entries(ERRORS).find(([code]) => code === error.code);
    const [code, status] = known?.[1] ?? [13, 'INTERNAL'];
    return { name, done: true, error: { code, status, message: error.message } };
  }
  const films = presentOutputs(task, deps).map(({ url, media_type: mimeType }) => ({ uri: url, mimeType }));
  return {
    name,
    done: true,
    response: {
      '@type': 'type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse',
      generateVideoResponse: { generatedSamples: films.map((video) => ({ video })) },
      // As Vertex says it, whose client reads nothing else.
      videos: films.map(({ uri, mimeType }) => ({ gcsUri: uri, mimeType })),
    },
  };
}

/** What the operation of a task is called. */
export function operationName({ id, model }: Pick<Task, 'id' | 'model'>): string {
  return `models/${model}/operations/${id}`;
}
