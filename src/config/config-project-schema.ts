import { z } from 'zod';
import { IAM_RULE_TYPES } from '../keys/api-key.ts';
import { MAX_ENTRIES, name, usd } from './config-values.ts';

const texts = z.array(z.string()).max(MAX_ENTRIES).optional();

/**
 * A project of the file. Mode and error format are always said; what it does not say else of a project
 * that exists stays, and null takes back what is there.
 */
export const configProjectSchema = z.strictObject({
  name,
  mode: z.enum(['api-keys', 'credits', 'hybrid']).default('credits'),
  error_format: z.enum(['native', 'flat']).default('native'),
  iam_rules: z
    .array(z.strictObject({ type: z.enum(IAM_RULE_TYPES), values: z.array(z.string()) }))
    .optional(),
  ip_allow: texts,
  ip_deny: texts,
  monthly_budget: usd.nullable().optional(),
  hash_only: z.boolean().optional(),
  default_group: name.nullable().optional(),
  media_retention_days: z.number().int().nullable().optional(),
  credit: usd.optional(),
});
