import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { type CheckoutSession, readSession } from './stripe-shapes.ts';

export type { CheckoutSession } from './stripe-shapes.ts';

const TIMEOUT_MS = 20_000;

/** What a checkout is opened with. */
export interface NewCheckout {
  readonly paymentId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly description: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** The two calls of Stripe that are needed. */
export interface Stripe {
  /** @throws {Refusal} `upstream_failed` when Stripe does not answer as it should. */
  createSession(checkout: NewCheckout): Promise<CheckoutSession>;
  /** @throws {Refusal} as `createSession`. */
  readSession(id: string): Promise<CheckoutSession>;
}

/** Stripe at its address, or at that of whoever plays it. */
export function createStripe({ secretKey, apiUrl }: { secretKey: Secret; apiUrl: string }): Stripe {
  const base = `${apiUrl.replace(/\/+$/, '')}/v1/checkout/sessions`;
  return {
    createSession: (checkout) =>
      call(base, {
        method: 'POST',
        body: new URLSearchParams(fieldsOf(checkout)).toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          // A request that is sent again opens no second checkout.
          'idempotency-key': checkout.paymentId,
        },
      }),
    readSession: (id) => call(`${base}/${encodeURIComponent(id)}`, { method: 'GET', headers: {} }),
  };

  async function call(
    url: string,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<CheckoutSession> {
    try {
      const response = await fetch(url, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${secretKey.reveal()}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) {
        throw new Error(`Stripe answered with status ${response.status}`);
      }
      const session = readSession(await response.json());
      if (session === null) {
        throw new Error('Stripe answered with something else than a checkout');
      }
      return session;
    } catch (error) {
      throw new Refusal('upstream_failed', { message: 'The payment provider does not answer', cause: error });
    }
  }
}

function fieldsOf(checkout: NewCheckout): Record<string, string> {
  return {
    mode: 'payment',
    client_reference_id: checkout.paymentId,
    'metadata[payment_id]': checkout.paymentId,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': checkout.currency,
    'line_items[0][price_data][unit_amount]': String(checkout.amountCents),
    'line_items[0][price_data][product_data][name]': checkout.description,
    success_url: checkout.successUrl,
    cancel_url: checkout.cancelUrl,
  };
}
