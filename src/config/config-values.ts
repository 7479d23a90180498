import { z } from 'zod';
import { type NanoUsd, type Ppm, parseMultiplier, parseUsd } from '../core/money.ts';
import { Secret } from '../core/secret.ts';
import type { Lookup } from './read-variable.ts';

/** The most entries of one list in the file. */
export const MAX_ENTRIES = 10_000;

/** The name of an entry, or of one that it refers to. */
export const name = z.string().trim().min(1).max(100);

/** Several names. */
export const names = z.array(name).max(MAX_ENTRIES);

/** A decimal as text. YAML reads an unquoted 0.15 as a number; its shortest text is what was written. */
export const decimal = z.union([z.string(), z.number()]).transform(String);

/** Money in USD, read as nano-dollars. */
export const usd = decimal.transform((text, context): NanoUsd => parsed(parseUsd, text, context));

/** A price multiplier, read as parts per million. */
export const multiplier = decimal.transform((text, context): Ppm => parsed(parseMultiplier, text, context));

/** A moment, or the beginning of a day (UTC), read as epoch milliseconds. */
export const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => Date.parse(text));

/** A secret: `env:NAME` is the variable's value; anything else is the secret itself. */
export function secret(lookup: Lookup) {
  return z
    .string()
    .min(1)
    .transform((text, context) => {
      if (!text.startsWith('env:')) {
        return new Secret(text);
      }
      const value = lookup(text.slice(4))?.trim();
      if (value === undefined) {
        context.addIssue({ code: 'custom', message: `the variable ${text.slice(4)} is not set` });
        return z.NEVER;
      }
      return new Secret(value);
    });
}

/** What `parse` makes of a text; what it throws becomes a problem of the file. */
export function parsed<T>(parse: (text: string) => T, text: string, context: z.RefinementCtx): T {
  try {
    return parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
    return z.NEVER;
  }
}
