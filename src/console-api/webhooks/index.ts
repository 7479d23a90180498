import type { ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { addWebhookDeliveryRoutes } from './deliveries.ts';
import { addWebhookEndpointRoutes } from './endpoints.ts';

/** Adds `/api/v1/webhook-endpoints` and `/api/v1/webhook-deliveries`. */
export function addWebhookRoutes(app: ManagementApp, deps: ManagementDeps): void {
  addWebhookEndpointRoutes(app, deps);
  addWebhookDeliveryRoutes(app, deps);
}
