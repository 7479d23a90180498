import { z } from 'zod';
import { priceInputSchema } from '../catalog/index.ts';
import { type NanoUsd, type Ppm, parseMultiplier, parseUsd } from '../core/money.ts';
import { Secret } from '../core/secret.ts';
import { findProvider, PROVIDERS } from '../providers/index.ts';
import { httpUrlProblem } from './addresses.ts';
import type { Lookup } from './read-variable.ts';

/** A group can be for every platform that some provider speaks. */
const PLATFORMS = [...new Set(PROVIDERS.map((provider) => provider.platform))];
const MAX_ENTRIES = 10_000;
const name = z.string().trim().min(1).max(100);
const names = z.array(name).max(MAX_ENTRIES);
/** YAML reads an unquoted 0.15 as a number; its shortest text is what was written. */
const decimal = z.union([z.string(), z.number()]).transform(String);
const usd = decimal.transform((text, context): NanoUsd => parsed(parseUsd, text, context));
const multiplier = decimal.transform((text, context): Ppm => parsed(parseMultiplier, text, context));
const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => Date.parse(text));

const group = z.strictObject({
  name,
  platforms: z.array(z.enum(PLATFORMS)).min(1),
  multiplier: multiplier.default(1_000_000),
  translate: z.boolean().default(true),
});

const imageBatchGroup = z.strictObject({
  name,
  models: names.default([]),
  concurrency: z.int().min(1).max(100_000).default(4),
  queue_limit: z.int().min(0).max(1_000_000).default(100),
  prices: z
    .record(
      z.string(),
      decimal.superRefine((text, context) => void parsed(parseUsd, text, context)),
    )
    .default({}),
});

const channelModel = z.union([
  name.transform((model) => ({ name: model, upstream: model })),
  z.strictObject({ name, upstream: name }),
]);

const project = z.strictObject({
  name,
  mode: z.enum(['api-keys', 'credits', 'hybrid']).default('credits'),
  error_format: z.enum(['native', 'flat']).default('native'),
  credit: usd.optional(),
});

function channel(lookup: Lookup) {
  return z
    .strictObject({
      name,
      provider: z.enum(PROVIDERS.map((provider) => provider.name)),
      base_url: z.string().superRefine(checkHttpUrl).optional(),
      credentials: z.array(secret(lookup)).max(1_000).default([]),
      models: z.array(channelModel).max(MAX_ENTRIES).default([]),
      groups: names.default([]),
      image_batch_groups: names.default([]),
      priority: z.int().min(0).max(1_000_000).default(0),
      weight: z.int().min(1).max(1_000_000).default(1),
      concurrency: z.int().min(0).max(1_000_000).default(0),
      allow_private: z.boolean().default(false),
      status: z.enum(['active', 'inactive']).default('active'),
    })
    .superRefine((value, context) => {
      const needsAddress = (findProvider(value.provider)?.defaultBaseUrl ?? null) === null;
      if (needsAddress && value.base_url === undefined) {
        context.addIssue({ code: 'custom', path: ['base_url'], message: 'is required for this provider' });
      }
    });
}

function key(lookup: Lookup) {
  return z
    .strictObject({
      name,
      project: name.default('Default'),
      group: name.optional(),
      image_batch_group: name.optional(),
      value: secret(lookup).optional(),
      status: z.enum(['active', 'inactive']).optional(),
      quota: usd.nullable().optional(),
      expires_at: instant.nullable().optional(),
      models: names.optional(),
      tags: z.record(z.string(), z.string()).optional(),
    })
    .superRefine((value, context) => {
      if ((value.group === undefined) === (value.image_batch_group === undefined)) {
        context.addIssue({ code: 'custom', message: 'must have exactly one of group and image_batch_group' });
      }
    });
}

/**
 * The whole file; `lookup` resolves `env:NAME` where a secret stands. A section that is absent says
 * nothing, an empty one says that there shall be none.
 */
export function configFileSchema(lookup: Lookup) {
  return z.strictObject({
    prune: z.boolean().default(false),
    groups: uniquelyNamed(group),
    image_batch_groups: uniquelyNamed(imageBatchGroup),
    models: uniquelyNamed(z.strictObject({ name, price: priceInputSchema })),
    channels: uniquelyNamed(channel(lookup)),
    projects: uniquelyNamed(project),
    keys: uniquelyNamed(key(lookup), (entry) => `${entry.project}/${entry.name}`),
  });
}

function uniquelyNamed<T extends z.ZodType<{ name: string }>>(
  schema: T,
  identity: (entry: z.infer<T>) => string = (entry) => entry.name,
) {
  return z
    .array(schema)
    .max(MAX_ENTRIES)
    .superRefine((entries, context) => {
      const seen = new Set<string>();
      for (const [at, entry] of entries.entries()) {
        if (seen.has(identity(entry))) {
          context.addIssue({ code: 'custom', path: [at, 'name'], message: `"${entry.name}" stands twice` });
        }
        seen.add(identity(entry));
      }
    })
    .optional();
}

/** `env:NAME` is the variable's value; anything else is the secret itself. */
function secret(lookup: Lookup) {
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

function checkHttpUrl(text: string, context: z.RefinementCtx): void {
  const problem = httpUrlProblem(text);
  if (problem !== null) {
    context.addIssue({ code: 'custom', message: problem });
  }
}

function parsed<T>(parse: (text: string) => T, text: string, context: z.RefinementCtx): T {
  try {
    return parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
    return z.NEVER;
  }
}
