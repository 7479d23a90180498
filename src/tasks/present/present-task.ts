import { formatUsd } from '../../core/money.ts';
import type { Task } from '../task.ts';
import { type PresentDeps, presentCost, presentOutputs, presentUsage, seconds } from './presenter.ts';

/**
 * A task of a general key, the members that seed 004 fixes first.
 * @see docs/tasks.md
 */
export function presentTask(task: Task, deps: PresentDeps) {
  const { id, modality, state, model, error, request } = task;
  const data = presentOutputs(task, deps);
  const address = `${deps.publicUrl()}/v1/tasks/${id}`;
  return {
    task_id: id,
    id,
    object: `gateway.${modality}.task`,
    status: state,
    model,
    progress: progressOf(task),
    created_at: seconds(task.createdAtMs),
    started_at: seconds(task.startedAtMs),
    completed_at: seconds(task.endedAtMs),
    expires_at: seconds(task.expiresAtMs),
    prompt: request.prompt,
    data,
    output_urls: data.map(({ url }) => url),
    error: error && { code: error.code, message: error.message },
    usage: presentUsage(task),
    cost: presentCost(task),
    estimate: formatUsd(task.holdNano),
    cancel_requested: task.isCancelRequested,
    metadata: task.wishes.metadata,
    urls: { get: address, cancel: `${address}/cancel`, events: `${address}/events` },
  };
}

/** In per cent; what an upstream does not say is 0 until the end. */
export function progressOf({ state, percent }: Task): number {
  return state === 'succeeded' ? 100 : Math.min(99, percent ?? 0);
}
