import { z } from 'zod';

/** What is read of what Stripe writes; it may add members at any time (docs.stripe.com/api, seen 2026-12-01). */
const sessionSchema = z.object({
  id: z.string().min(1),
  url: z.string().nullish(),
  mode: z.string(),
  payment_status: z.string(),
  client_reference_id: z.string().nullish(),
  amount_total: z.number().int().nullish(),
  currency: z.string().nullish(),
  payment_intent: z.string().nullish(),
});

const eventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

const chargeSchema = z.object({
  payment_intent: z.string().min(1),
  currency: z.string(),
  amount_refunded: z.number().int().min(0),
});

const disputeSchema = z.object({
  payment_intent: z.string().min(1),
  currency: z.string(),
  amount: z.number().int().min(0),
  status: z.string(),
});

/** A checkout. */
export type CheckoutSession = z.infer<typeof sessionSchema>;
/** Something that happened. */
export type StripeEvent = z.infer<typeof eventSchema>;

/** Reads a checkout; null when it is none. */
export function readSession(value: unknown): CheckoutSession | null {
  return sessionSchema.safeParse(value).data ?? null;
}

/** Reads an event; null when it is none. */
export function readEvent(body: Buffer): StripeEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Reads the charge of an event; null when it has none. */
export function readCharge(event: StripeEvent): z.infer<typeof chargeSchema> | null {
  return chargeSchema.safeParse(event.data.object).data ?? null;
}

/** Reads the dispute of an event; null when it has none. */
export function readDispute(event: StripeEvent): z.infer<typeof disputeSchema> | null {
  return disputeSchema.safeParse(event.data.object).data ?? null;
}
