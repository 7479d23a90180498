import type { Insertable, Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { TaskJobsTable, TasksTable } from '../db/tables.ts';
import type { Job, JobFailure, JobUpstream } from './job.ts';
import type {
  StoredRequest,
  Task,
  TaskBill,
  TaskError,
  TaskErrorCode,
  TaskSurface,
  TaskWishes,
} from './task.ts';

/** What the column `request` holds. */
interface StoredOrder {
  readonly request: StoredRequest;
  readonly wishes: TaskWishes;
}

/** The task of a row. */
export function taskOf(row: Selectable<TasksTable>): Task {
  const order = JSON.parse(row.request) as StoredOrder;
  return {
    id: row.id as Id<'task'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    keyId: row.key_id as Id<'key'>,
    poolId: row.pool_id as Id<'grp'> | Id<'ibg'>,
    requestId: row.request_id as Id<'req'>,
    surface: row.surface as TaskSurface,
    modality: row.modality,
    model: row.model,
    state: row.state,
    request: order.request,
    wishes: order.wishes,
    terms: JSON.parse(row.terms),
    callbackUrl: row.callback_url,
    holdNano: row.hold_nano,
    percent: row.percent,
    outputs: row.outputs === null ? [] : JSON.parse(row.outputs),
    error: errorOf(row),
    bill: billOf(row),
    isCancelRequested: row.is_cancel_requested === 1,
    isActive: row.is_active === 1,
    deadlineAtMs: row.deadline_at,
    createdAtMs: row.created_at,
    startedAtMs: row.started_at,
    endedAtMs: row.ended_at,
    expiresAtMs: row.expires_at,
    updatedAtMs: row.updated_at,
  };
}

/** The row of a task that is being made; it is due at once. */
export function rowOf(
  task: Task,
  idempotency: { readonly key: string; readonly requestHash: string } | null,
): Insertable<TasksTable> {
  const order: StoredOrder = { request: task.request, wishes: task.wishes };
  return {
    id: task.id,
    organization_id: task.organizationId,
    project_id: task.projectId,
    key_id: task.keyId,
    pool_id: task.poolId,
    request_id: task.requestId,
    surface: task.surface,
    modality: task.modality,
    model: task.model,
    state: task.state,
    request: JSON.stringify(order),
    terms: JSON.stringify(task.terms),
    callback_url: task.callbackUrl,
    idempotency_key: idempotency?.key ?? null,
    request_hash: idempotency?.requestHash ?? null,
    hold_nano: task.holdNano,
    due_at: task.createdAtMs,
    deadline_at: task.deadlineAtMs,
    created_at: task.createdAtMs,
    updated_at: task.updatedAtMs,
  };
}

/** The job of a row. */
export function jobOf(row: Selectable<TaskJobsTable>): Job {
  return {
    taskId: row.task_id as Id<'task'>,
    ordinal: row.ordinal,
    state: row.state,
    upstream: upstreamOf(row),
    attempt: row.attempt,
    attempts: row.attempts === null ? [] : JSON.parse(row.attempts),
    upstreamState: row.upstream_state === null ? null : JSON.parse(row.upstream_state),
    isCancelSent: row.is_cancel_sent === 1,
    made: row.made === null ? null : JSON.parse(row.made),
    failure: failureOf(row),
    submittedAtMs: row.submitted_at,
  };
}

function errorOf({ error_code: code, error_message: message }: Selectable<TasksTable>): TaskError | null {
  return code === null ? null : { code: code as TaskErrorCode, message: message ?? '' };
}

function billOf({ usage, charge_nano: chargeNano }: Selectable<TasksTable>): TaskBill | null {
  return usage === null ? null : { measured: JSON.parse(usage), chargeNano: chargeNano ?? 0 };
}

function upstreamOf(row: Selectable<TaskJobsTable>): JobUpstream | null {
  const { channel_id: channelId, provider, base_url: baseUrl, upstream_model: model } = row;
  if (channelId === null || provider === null || baseUrl === null || model === null) {
    return null;
  }
  const allowPrivate = row.allow_private === 1;
  const id = channelId as Id<'chan'> | Id<'pk'>;
  return { channelId: id, provider, baseUrl, model, allowPrivate, credentialBox: row.credential_box };
}

function failureOf({ failure, failure_message: message }: Selectable<TaskJobsTable>): JobFailure | null {
  return failure === null ? null : { code: failure as TaskErrorCode, message: message ?? '' };
}
