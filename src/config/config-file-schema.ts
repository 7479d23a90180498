import { z } from 'zod';
import { priceInputSchema } from '../catalog/index.ts';
import { parseUsd } from '../core/money.ts';
import { findProvider, PROVIDERS } from '../providers/index.ts';
import { retryInputSchema, timeoutsInputSchema } from '../routing/index.ts';
import { httpUrlProblem } from './addresses.ts';
import { configKeySchema } from './config-key-schema.ts';
import { configProjectSchema } from './config-project-schema.ts';
import { decimal, MAX_ENTRIES, multiplier, name, names, parsed, secret } from './config-values.ts';
import type { Lookup } from './read-variable.ts';

/** A group can be for every platform that some provider speaks. */
const PLATFORMS = [...new Set(PROVIDERS.map((provider) => provider.platform))];
const group = z.strictObject({
  name,
  platforms: z.array(z.enum(PLATFORMS)).min(1),
  multiplier: multiplier.default(1_000_000),
  translate: z.boolean().default(true),
  retry: retryInputSchema.nullish(),
  visible_to: names.nullable().optional(),
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
  visible_to: names.nullable().optional(),
});

const channelModel = z.union([
  name.transform((model) => ({ name: model, upstream: model })),
  z.strictObject({ name, upstream: name }),
]);

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
      credential_concurrency: z.int().min(0).max(1_000_000).optional(),
      retry: retryInputSchema.nullish(),
      timeouts: timeoutsInputSchema.nullish(),
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
    projects: uniquelyNamed(configProjectSchema),
    keys: uniquelyNamed(configKeySchema(lookup), (entry) => `${entry.project}/${entry.name}`),
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

function checkHttpUrl(text: string, context: z.RefinementCtx): void {
  const problem = httpUrlProblem(text);
  if (problem !== null) {
    context.addIssue({ code: 'custom', message: problem });
  }
}
