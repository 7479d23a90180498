import { Refusal } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { limitBody } from '../request-body.ts';

const PATH = '/api/v1/payments/stripe/webhook';

/**
 * Adds what Stripe calls, where it has a secret to prove itself with; elsewhere there is nothing at this
 * address (F56). It stands before the routes for people and programs, so that none of their credentials
 * opens it, and it reads the bytes, since these are what is signed.
 */
export function addStripeWebhook(app: ManagementApp, { payments }: ManagementDeps): void {
  const { events } = payments;
  if (events === null) {
    app.all(PATH, () => {
      throw new Refusal('not_found');
    });
    return;
  }
  app.use(PATH, limitBody);
  app.post(PATH, async (context) => {
    const body = Buffer.from(await context.req.arrayBuffer());
    const outcome = await events.receive(body, context.req.header('stripe-signature'));
    return context.json({ received: true, outcome }, 200);
  });
}
