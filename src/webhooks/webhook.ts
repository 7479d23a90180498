import type { Id } from '../core/ids.ts';
import type { WebhookAttemptsTable, WebhookDeliveriesTable, WebhookEndpointsTable } from '../db/tables.ts';

/** Every type of event that is told. */
export const WEBHOOK_EVENT_TYPES = [
  'task.pending',
  'task.queued',
  'task.running',
  'task.succeeded',
  'task.failed',
  'task.canceled',
  'task.timeout',
  'endpoint.test',
] as const;

/** What an event says that happened. */
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Something that happened. */
export interface WebhookEvent {
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  /** Events of one task reach each receiver in the order they were enqueued in; null for no order. */
  readonly taskId: Id<'task'> | null;
  readonly type: WebhookEventType;
  /** What it is about, as a `GET` would answer it. */
  readonly data: unknown;
  /** Told beside the endpoints of the project, signed with the project's secret. */
  readonly callbackUrl?: string | null;
}

/** An address that events of a project are told to. */
export interface WebhookEndpoint {
  readonly id: Id<'whk'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly url: string;
  /** Empty is all of them. */
  readonly eventTypes: readonly WebhookEventType[];
  readonly status: WebhookEndpointsTable['status'];
  /** `gone` when it answered 410, `failing` when nothing arrived for long; null when somebody disabled it. */
  readonly disabledReason: WebhookEndpointsTable['disabled_reason'];
  /** Until when the secret before signs too; null when it does not. */
  readonly oldSecretUntilMs: number | null;
  readonly failingSinceMs: number | null;
  readonly createdAtMs: number;
}

/** How a delivery stands. */
export type DeliveryStatus = WebhookDeliveriesTable['status'];

/** One event for one receiver. */
export interface Delivery {
  readonly id: Id<'whd'>;
  /** The `webhook-id`, the same for every receiver and every try. */
  readonly messageId: Id<'msg'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly taskId: Id<'task'> | null;
  readonly eventType: WebhookEventType;
  /** Null for the callback of a task. */
  readonly endpointId: Id<'whk'> | null;
  readonly callbackUrl: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAtMs: number | null;
  /** Of the last try; null where nothing was answered. */
  readonly answerStatus: number | null;
  /** Why the last try failed, or why there will be none. */
  readonly error: string | null;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}

/** One try to tell somebody. */
export interface DeliveryAttempt {
  readonly startedAtMs: number;
  readonly totalMs: number;
  readonly answerStatus: WebhookAttemptsTable['answer_status'];
  readonly error: string | null;
  /** The beginning of what was answered. */
  readonly answer: string | null;
}
