import { z } from '@hono/zod-openapi';
import { AttemptJson } from './requests.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, TimestampInput, Usd } from './values.ts';

const Modality = z.enum(['image', 'video', 'music']);
const Status = z.enum(['pending', 'queued', 'running', 'succeeded', 'failed', 'canceled', 'timeout']);

const TaskOutputJson = z
  .object({
    id: z.string(),
    url: z.string().openapi({ description: 'Opens without a key for as long as the file is kept' }),
    media_type: z.string(),
    bytes: z.number().int(),
    sha256: z.string(),
    seconds: z.number().nullable(),
  })
  .openapi('TaskOutput');

/** A media task as a list answers it. */
export const TaskJson = z
  .object({
    id: z.string(),
    object: z.literal('task'),
    organization_id: z.string(),
    project_id: z.string(),
    key_id: z.string(),
    group_id: z.string().nullable(),
    image_batch_group_id: z.string().nullable(),
    request_id: z.string(),
    operation: z.string().openapi({ example: 'images.tasks' }),
    modality: Modality,
    model: z.string(),
    status: Status,
    progress: z.number().int().openapi({ description: 'In per cent, as far as the upstream says' }),
    prompt: z.string(),
    input_count: z.number().int(),
    outputs: z.array(TaskOutputJson),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    hold: Usd.openapi({ description: 'What was set aside for it' }),
    charge: Usd.nullable().openapi({ description: 'What it cost; null until it is over' }),
    callback_url: z.string().nullable(),
    cancel_requested: z.boolean(),
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    expires_at: Timestamp.nullable(),
    deadline_at: Timestamp,
  })
  .openapi('Task');

const JobJson = z
  .object({
    ordinal: z.number().int(),
    state: z.enum(['waiting', 'submitting', 'unknown', 'working', 'made', 'failed']),
    channel: z.string().nullable().openapi({ description: 'Name of the channel; null when it is gone' }),
    channel_id: z.string().nullable(),
    provider: z.string().nullable(),
    upstream_model: z.string().nullable(),
    upstream_state: z
      .unknown()
      .openapi({ description: 'What the next question is made from; for operators, else null' }),
    submitted_at: Timestamp.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    attempts: z.array(AttemptJson),
  })
  .openapi('TaskJob');

/** A task as it is answered alone: with what its upstreams were asked. */
export const TaskWithJobsJson = TaskJson.extend({
  request: z.unknown().openapi({ description: 'What is asked for' }),
  jobs: z.array(JobJson),
}).openapi('TaskWithJobs');

/** What the list of tasks can be asked for. */
export const TaskListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
  key_id: idInput('key').optional(),
  status: Status.optional(),
  modality: Modality.optional(),
  model: z.string().min(1).max(200).optional(),
  from: TimestampInput.optional(),
  to: TimestampInput.optional(),
});
