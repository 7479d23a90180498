import type { z } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import type { Payment } from '../../payments/index.ts';
import type { PaymentJson } from '../contract/payments.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** A payment as it is answered. */
export function presentPayment(payment: Payment): z.infer<typeof PaymentJson> {
  return {
    id: payment.id,
    object: 'payment',
    organization_id: payment.organizationId,
    provider: payment.provider,
    status: payment.status,
    amount: formatUsd(payment.amountNano),
    currency: payment.currency,
    refunded: formatUsd(payment.refundedNano),
    uncovered: formatUsd(payment.uncoveredNano),
    provider_session_id: payment.sessionId,
    provider_payment_id: payment.intentId,
    created_by: payment.createdBy,
    created_at: formatTime(payment.createdAtMs),
    paid_at: formatTimeOrNull(payment.paidAtMs),
  };
}
