import type { z } from '@hono/zod-openapi';
import type { Secret } from '../../core/secret.ts';
import type { Delivery, DeliveryDetails, WebhookEndpoint } from '../../webhooks/index.ts';
import type {
  WebhookDeliveryJson,
  WebhookDeliveryWithTriesJson,
  WebhookEndpointJson,
} from '../contract/webhooks.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** An endpoint as it is answered; with its secret only where that is given. */
export function presentEndpoint(
  endpoint: WebhookEndpoint,
  secret?: Secret,
): z.infer<typeof WebhookEndpointJson> {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    organization_id: endpoint.organizationId,
    project_id: endpoint.projectId,
    url: endpoint.url,
    event_types: [...endpoint.eventTypes],
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    failing_since: formatTimeOrNull(endpoint.failingSinceMs),
    old_secret_until: formatTimeOrNull(endpoint.oldSecretUntilMs),
    ...(secret === undefined ? {} : { secret: secret.reveal() }),
    created_at: formatTime(endpoint.createdAtMs),
  };
}

/** A delivery as a list answers it. */
export function presentDelivery(delivery: Delivery): z.infer<typeof WebhookDeliveryJson> {
  return {
    id: delivery.id,
    object: 'webhook_delivery',
    webhook_id: delivery.messageId,
    organization_id: delivery.organizationId,
    project_id: delivery.projectId,
    task_id: delivery.taskId,
    event_type: delivery.eventType,
    endpoint_id: delivery.endpointId,
    callback_url: delivery.callbackUrl,
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: formatTimeOrNull(delivery.nextAttemptAtMs),
    answer_status: delivery.answerStatus,
    error: delivery.error,
    created_at: formatTime(delivery.createdAtMs),
    finished_at: formatTimeOrNull(delivery.finishedAtMs),
  };
}

/** A delivery with what is sent and every try. */
export function presentDetails(details: DeliveryDetails): z.infer<typeof WebhookDeliveryWithTriesJson> {
  return {
    ...presentDelivery(details),
    tries: details.tries.map((one) => ({
      started_at: formatTime(one.startedAtMs),
      total_ms: one.totalMs,
      answer_status: one.answerStatus,
      error: one.error,
      answer: one.answer,
    })),
    body: details.body,
  };
}
