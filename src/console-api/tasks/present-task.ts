import type { z } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import { operationOf, type PresentDeps, type Task, type TaskJob } from '../../tasks/index.ts';
import type { TaskJson, TaskWithJobsJson } from '../contract/tasks.ts';
import { formatTime } from '../moments.ts';
import { presentAttempt } from '../requests/present-request.ts';

type Job = z.infer<typeof TaskWithJobsJson>['jobs'][number];

/** A task as it is answered in a list. */
export function presentTask(task: Task, { linkOf, isThere }: PresentDeps): z.infer<typeof TaskJson> {
  const isBatch = task.poolId.startsWith('ibg_');
  return {
    id: task.id,
    object: 'task',
    organization_id: task.organizationId,
    project_id: task.projectId,
    key_id: task.keyId,
    group_id: isBatch ? null : task.poolId,
    image_batch_group_id: isBatch ? task.poolId : null,
    request_id: task.requestId,
    operation: operationOf(task.surface),
    modality: task.modality,
    model: task.model,
    status: task.state,
    progress: task.percent ?? 0,
    prompt: task.request.prompt,
    input_count: task.request.inputs.length,
    outputs: task.outputs.filter(isThere).map((file) => ({
      id: file.id,
      url: linkOf(file),
      media_type: file.mediaType,
      bytes: file.bytes,
      sha256: file.sha256,
      seconds: file.seconds,
    })),
    error: task.error && { code: task.error.code, message: task.error.message },
    hold: formatUsd(task.holdNano),
    charge: task.bill === null ? null : formatUsd(task.bill.chargeNano),
    callback_url: task.callbackUrl,
    cancel_requested: task.isCancelRequested,
    created_at: formatTime(task.createdAtMs),
    started_at: timeOrNull(task.startedAtMs),
    ended_at: timeOrNull(task.endedAtMs),
    expires_at: timeOrNull(task.expiresAtMs),
    deadline_at: formatTime(task.deadlineAtMs),
  };
}

/** What an upstream was asked for; how it stands there is for operators alone. */
export function presentJob(
  job: TaskJob,
  channelNames: ReadonlyMap<string, string>,
  isOperator: boolean,
): Job {
  const { upstream, failure } = job;
  return {
    ordinal: job.ordinal,
    state: job.state,
    channel: upstream === null ? null : (channelNames.get(upstream.channelId) ?? null),
    channel_id: upstream?.channelId ?? null,
    provider: upstream?.provider ?? null,
    upstream_model: upstream?.model ?? null,
    upstream_state: isOperator ? job.upstreamState : null,
    submitted_at: timeOrNull(job.submittedAtMs),
    error: failure && { code: failure.code, message: failure.message },
    attempts: job.attempts.map((attempt) => presentAttempt(attempt, channelNames, isOperator)),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : formatTime(ms);
}
