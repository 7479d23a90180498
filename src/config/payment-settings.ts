import { httpUrlProblem } from './addresses.ts';
import { integerSetting, secretSetting, textSetting } from './setting.ts';

/** How people pay for credit. */
export const PAYMENT_SETTINGS = {
  stripeSecretKey: secretSetting({
    name: 'STRIPE_SECRET_KEY',
    description:
      'A secret or restricted key of Stripe that may write Checkout Sessions. With it and `STRIPE_WEBHOOK_SECRET` people can pay for credit.',
    accepts: 'a key that begins with `sk_` or `rk_`',
    minLength: 8,
  }),
  stripeWebhookSecret: secretSetting({
    name: 'STRIPE_WEBHOOK_SECRET',
    description:
      'What Stripe signs its events with, for the endpoint `/api/v1/payments/stripe/webhook`, which does not exist without it.',
    accepts: 'a secret that begins with `whsec_`',
    minLength: 16,
  }),
  stripeApiUrl: textSetting({
    name: 'STRIPE_API_URL',
    description: 'Where Stripe is; another address is for tests.',
    accepts: 'an address that begins with `http://` or `https://`',
    fallback: 'https://api.stripe.com',
    problem: httpUrlProblem,
  }),
  paymentMinUsd: integerSetting({
    name: 'TURNPIKE_PAYMENT_MIN_USD',
    description: 'The least that can be paid at once, in US dollars.',
    fallback: 5,
    minimum: 1,
    maximum: 100_000,
  }),
  paymentMaxUsd: integerSetting({
    name: 'TURNPIKE_PAYMENT_MAX_USD',
    description: 'The most that can be paid at once, in US dollars.',
    fallback: 1_000,
    minimum: 1,
    maximum: 900_000,
  }),
} as const;
