/** Events of projects: told to endpoints and callbacks, signed, again until they arrive, and logged. */
export { checkWebhookUrl } from './check-webhook-url.ts';
export type { DisabledEndpoint } from './deliver.ts';
export { createDeliverer } from './deliverer.ts';
export { createDeliveries, type DeliveryDetails, type DeliveryService } from './deliveries.ts';
export { disabledLetter } from './disabled-letter.ts';
export { createEndpoints, type EndpointService } from './endpoints.ts';
export { createOutbox, type Outbox } from './outbox.ts';
export type {
  Delivery,
  WebhookEndpoint,
  WebhookEvent,
  WebhookEventType,
} from './webhook.ts';
