import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../core/secret.ts';

/** How old a signature may be: what Stripe's own libraries allow. */
const TOLERANCE_MS = 300_000;

/**
 * Whether Stripe signed these bytes, a short while ago: `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]`, where
 * each v1 is the HMAC-SHA-256 of `<seconds>.<bytes>` (docs.stripe.com/webhooks, "Verify manually"). There are
 * two of them while a secret is being replaced.
 */
export function isSignedByStripe(
  body: Buffer,
  header: string | undefined,
  secret: Secret,
  nowMs: number,
): boolean {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('=', 2));
  const seconds = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(seconds) || Math.abs(nowMs - Number(seconds) * 1_000) > TOLERANCE_MS) {
    return false;
  }
  const expected = createHmac('sha256', secret.reveal()).update(`${seconds}.`).update(body).digest();
  return parts.some(([name, value = '']) => {
    const given = Buffer.from(name === 'v1' ? value : '', 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
