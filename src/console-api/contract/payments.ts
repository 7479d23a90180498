import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, Usd, UsdInput } from './values.ts';

/** Money that somebody pays, or meant to. */
export const PaymentJson = z
  .object({
    id: z.string(),
    object: z.literal('payment'),
    organization_id: z.string(),
    provider: z.literal('stripe'),
    status: z.enum([
      ...(['pending', 'paid', 'expired', 'failed'] as const),
      ...(['refunded', 'partially_refunded', 'disputed'] as const),
    ]),
    amount: Usd,
    currency: z.string(),
    refunded: Usd.openapi({ description: 'What was given back or is disputed' }),
    uncovered: Usd.openapi({ description: 'The part of it that the wallet had spent already' }),
    provider_session_id: z.string().nullable(),
    provider_payment_id: z.string().nullable(),
    created_by: z.string(),
    created_at: Timestamp,
    paid_at: Timestamp.nullable(),
  })
  .openapi('Payment');

/** A payment and where it is paid. */
export const NewPaymentJson = PaymentJson.extend({ checkout_url: z.string() }).openapi('PaymentWithCheckout');

/** The body of `POST /api/v1/payments`. */
export const PaymentBody = z
  .strictObject({
    amount: UsdInput.openapi({ description: 'A whole number of cents' }),
    organization_id: idInput('org').optional(),
  })
  .openapi('NewPayment');

/** What the list of payments can be asked for. */
export const PaymentListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  status: z.enum(['pending', 'paid', 'expired', 'failed']).optional(),
});
