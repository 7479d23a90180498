import { z } from 'zod';
import { IAM_RULE_TYPES } from '../keys/api-key.ts';
import { instant, MAX_ENTRIES, name, secret, usd } from './config-values.ts';
import type { Lookup } from './read-variable.ts';

const count = z.int().nullable().optional();
const amount = usd.nullable().optional();
const texts = z.array(z.string()).max(MAX_ENTRIES).optional();

/** A key of the file. What it does not say of a key that exists stays; null takes back what is there. */
export function configKeySchema(lookup: Lookup) {
  return z
    .strictObject({
      name: z.string().trim().min(1).max(200),
      project: name.default('Default'),
      group: name.optional(),
      image_batch_group: name.optional(),
      value: secret(lookup).optional(),
      status: z.enum(['active', 'inactive']).optional(),
      quota: amount,
      expires_at: instant.nullable().optional(),
      limits: z
        .strictObject({ rpm: count, tpm: count, concurrency: count, queue_limit: z.int().optional() })
        .optional(),
      spend_windows: z.strictObject({ '5h': amount, '1d': amount, '7d': amount, '30d': amount }).optional(),
      models: texts,
      ip_allow: texts,
      ip_deny: texts,
      iam_rules: z
        .array(z.strictObject({ type: z.enum(IAM_RULE_TYPES), values: z.array(z.string()) }))
        .optional(),
      default_model: z.string().nullable().optional(),
      tags: z.record(z.string(), z.string()).optional(),
    })
    .superRefine((value, context) => {
      if ((value.group === undefined) === (value.image_batch_group === undefined)) {
        context.addIssue({ code: 'custom', message: 'must have exactly one of group and image_batch_group' });
      }
    });
}
