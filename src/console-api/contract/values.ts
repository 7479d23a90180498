import { z } from '@hono/zod-openapi';
import { type Id, type IdPrefix, isId } from '../../core/ids.ts';
import { type NanoUsd, type Ppm, parseMultiplier, parseUsd } from '../../core/money.ts';

/** Money in an answer: a decimal string of USD. */
export const Usd = z.string().openapi('Usd', { example: '25.5', description: 'Decimal string in USD' });

/** A moment in an answer. */
export const Timestamp = z.string().openapi('Timestamp', { example: '2026-01-31T12:00:00.000Z' });

/** Money from a caller, read as nano-dollars. */
export const UsdInput = z
  .string('must be a decimal string in USD, such as "25.00"')
  .transform((text, context): NanoUsd => readWith(parseUsd, text, context))
  .openapi({ type: 'string', example: '25.00' });

/** A price multiplier from a caller, read as parts per million. */
export const MultiplierInput = z
  .string('must be a decimal string, such as "1.25"')
  .transform((text, context): Ppm => readWith(parseMultiplier, text, context))
  .openapi({ type: 'string', example: '1.25' });

/** A moment from a caller, read as epoch milliseconds. */
export const TimestampInput = z.iso
  .datetime({ offset: true, error: 'must be a time of RFC 3339, such as "2026-12-31T23:59:59Z"' })
  .transform((text) => Date.parse(text))
  .openapi({ type: 'string', format: 'date-time' });

/** An id of one kind from a caller. */
export function idInput<P extends IdPrefix>(prefix: P) {
  return z
    .string(`must be an id that begins with "${prefix}_"`)
    .transform((text, context): Id<P> => {
      if (isId(prefix, text)) {
        return text;
      }
      context.addIssue({ code: 'custom', message: `must be an id that begins with "${prefix}_"` });
      return z.NEVER;
    })
    .openapi({ type: 'string', example: `${prefix}_01j9z0` });
}

/** A name that a person gives. */
export const Name = z.string().trim().min(1).max(200);

function readWith(read: (text: string) => number, text: string, context: z.RefinementCtx): number {
  try {
    return read(text);
  } catch (error) {
    const message = error instanceof RangeError ? error.message : 'is not readable';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
}
