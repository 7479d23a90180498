import { z } from '@hono/zod-openapi';
import { WEBHOOK_EVENT_TYPES } from '../../webhooks/webhook.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp } from './values.ts';

const EventType = z.enum(WEBHOOK_EVENT_TYPES);
const EndpointStatus = z.enum(['active', 'disabled']);
const DeliveryStatus = z.enum(['pending', 'succeeded', 'failed', 'canceled']);
const Url = z.string().max(2_000);
const LONGEST_OVERLAP_S = 30 * 86_400;

/** A webhook endpoint as it is answered. Its secret is shown alone, and to those who may see it. */
export const WebhookEndpointJson = z
  .object({
    id: z.string(),
    object: z.literal('webhook_endpoint'),
    organization_id: z.string(),
    project_id: z.string(),
    url: z.string(),
    event_types: z.array(EventType).openapi({ description: 'Empty is all of them' }),
    status: EndpointStatus,
    disabled_reason: z.enum(['gone', 'failing']).nullable().openapi({
      description: 'gone: it answered 410; failing: nothing arrived for five days; null: somebody said so',
    }),
    failing_since: Timestamp.nullable(),
    old_secret_until: Timestamp.nullable().openapi({ description: 'Until when two secrets sign' }),
    secret: z.string().optional().openapi({ description: 'Only of one endpoint, with webhooks:secret' }),
    created_at: Timestamp,
  })
  .openapi('WebhookEndpoint');

/** The body of `POST /api/v1/webhook-endpoints`. */
export const NewWebhookEndpoint = z
  .strictObject({
    organization_id: idInput('org').optional(),
    project: Name.optional().openapi({ description: 'The name of a project, in place of project_id' }),
    project_id: idInput('proj').optional(),
    url: Url,
    event_types: z.array(EventType).default([]),
  })
  .openapi('NewWebhookEndpoint');

/** The body of `PATCH /api/v1/webhook-endpoints/{id}`. */
export const WebhookEndpointPatch = z
  .strictObject({
    url: Url.optional(),
    event_types: z.array(EventType).optional(),
    status: EndpointStatus.optional(),
  })
  .openapi('WebhookEndpointPatch');

/** What the list of endpoints can be asked for. */
export const WebhookEndpointListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
});

/** The body of `POST /api/v1/webhook-endpoints/{id}/rotate-secret`. */
export const WebhookSecretRotation = z
  .strictObject({
    overlap_s: z
      .number()
      .int()
      .min(0)
      .max(LONGEST_OVERLAP_S)
      .default(86_400)
      .openapi({ description: 'How long the old secret signs beside the new one; a day by default' }),
  })
  .openapi('WebhookSecretRotation');

/** A delivery as a list answers it. */
export const WebhookDeliveryJson = z
  .object({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    webhook_id: z.string().openapi({ description: 'The header webhook-id, the same for every try' }),
    organization_id: z.string(),
    project_id: z.string(),
    task_id: z.string().nullable(),
    event_type: EventType,
    endpoint_id: z.string().nullable().openapi({ description: 'Null for the callback of a task' }),
    callback_url: z.string().nullable(),
    status: DeliveryStatus,
    attempts: z.number().int(),
    next_attempt_at: Timestamp.nullable(),
    answer_status: z.number().int().nullable().openapi({ description: 'Of the last try' }),
    error: z.string().nullable().openapi({ description: 'Why nothing was answered, or is tried any more' }),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
  })
  .openapi('WebhookDelivery');

const TryJson = z
  .object({
    started_at: Timestamp,
    total_ms: z.number().int(),
    answer_status: z.number().int().nullable(),
    error: z.string().nullable(),
    answer: z.string().nullable().openapi({ description: 'The first 4 KB' }),
  })
  .openapi('WebhookTry');

/** A delivery as it is answered alone. */
export const WebhookDeliveryWithTriesJson = WebhookDeliveryJson.extend({
  tries: z.array(TryJson),
  body: z.string().nullable().openapi({ description: 'What is sent, byte by byte: what is signed' }),
}).openapi('WebhookDeliveryWithTries');

/** What the list of deliveries can be asked for. */
export const WebhookDeliveryListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
  endpoint_id: idInput('whk').optional(),
  task_id: idInput('task').optional(),
  status: DeliveryStatus.optional(),
  event_type: EventType.optional(),
});
