import type { EndedHold, RequestRecord } from '../billing/index.ts';
import type { Id } from '../core/ids.ts';
import type { Job } from './job.ts';
import { operationOf } from './operations.ts';
import type { Task } from './task.ts';
import type { TaskCost } from './terms.ts';

/** The row of a task in the request log, once it is over. */
export function recordOf(
  task: Task,
  jobs: readonly Job[],
  { measured, price }: TaskCost,
  ended: EndedHold | null,
): RequestRecord {
  const last = jobs.findLast(({ upstream }) => upstream !== null)?.upstream ?? null;
  const endedAtMs = task.endedAtMs ?? task.createdAtMs;
  return {
    id: task.requestId,
    organizationId: task.organizationId,
    projectId: task.projectId,
    keyId: task.keyId,
    groupId: task.poolId.startsWith('grp_') ? (task.poolId as Id<'grp'>) : null,
    operation: operationOf(task.surface),
    dialect: 'tasks',
    model: task.model,
    upstreamModel: last?.model ?? null,
    route: last === null ? null : `tasks→${last.provider}`,
    isStreaming: false,
    state: task.state === 'succeeded' ? 'settled' : 'failed',
    status: STATUSES[task.state],
    errorCode: task.error?.code ?? null,
    usage: measured.usage,
    pieces: measured.pieces ?? [],
    usageSource: task.state === 'succeeded' ? 'upstream' : 'none',
    chargeNano: ended?.chargeNano ?? 0,
    uncollectedNano: ended?.uncollectedNano ?? 0,
    holdNano: task.holdNano,
    price,
    clientGone: false,
    startedAtMs: task.createdAtMs,
    firstByteMs: null,
    totalMs: Math.max(0, endedAtMs - task.createdAtMs),
    attempts: jobs.flatMap(({ attempts }) => attempts),
  };
}

/** What a caller who had waited for the answer would have got. */
const STATUSES: Readonly<Record<Task['state'], number>> = {
  pending: 202,
  queued: 202,
  running: 202,
  succeeded: 200,
  failed: 502,
  canceled: 499,
  timeout: 504,
};
