import type { Settings } from '../config/index.ts';
import { createPaymentService, createStripe, type PaymentService } from '../payments/index.ts';
import type { Logger } from '../telemetry/index.ts';

const NANO_PER_USD = 1_000_000_000;

/** Payments, as far as the settings switch them on. */
export function openPayments(
  settings: Settings,
  kept: Pick<Parameters<typeof createPaymentService>[0], 'database' | 'clock' | 'ids' | 'wallets'>,
  log: Logger,
): PaymentService {
  const { stripeSecretKey: secretKey, stripeApiUrl: apiUrl, stripeWebhookSecret } = settings;
  return createPaymentService({
    ...kept,
    stripe: secretKey === null ? null : createStripe({ secretKey, apiUrl }),
    webhookSecret: stripeWebhookSecret,
    minimumNano: settings.paymentMinUsd * NANO_PER_USD,
    maximumNano: settings.paymentMaxUsd * NANO_PER_USD,
    onMismatch: (payment, problem) =>
      log.error({ payment, problem }, 'an event of Stripe does not fit its payment; nothing was credited'),
  });
}
