import { z } from 'zod';

/** Kinds of failure that a request may be moved elsewhere for. */
export const RETRY_CAUSES = ['rate_limit', 'upstream', 'credential'] as const;

const count = z.int().min(1).max(10);
const duration = z.int().min(1).max(86_400_000);

/** How requests of a group or channel are tried again, as an operator writes it; what is left out is usual. */
export const retryInputSchema = z.strictObject({
  attempts: count.optional(),
  within_ms: duration.optional(),
  on: z.array(z.enum(RETRY_CAUSES)).optional(),
  slow_first_byte_ms: duration.optional(),
  on_abort: z.enum(['cancel', 'drain']).optional(),
});

const times = {
  first_byte_ms: duration.optional(),
  idle_ms: duration.optional(),
  total_ms: duration.optional(),
};

/** How long a channel may take, as an operator writes it; by upstream model where some take longer. */
export const timeoutsInputSchema = z.strictObject({
  ...times,
  models: z.record(z.string().min(1).max(200), z.strictObject(times)).optional(),
});

/** @see retryInputSchema */
export type RetryInput = z.output<typeof retryInputSchema>;

/** @see timeoutsInputSchema */
export type TimeoutsInput = z.output<typeof timeoutsInputSchema>;
