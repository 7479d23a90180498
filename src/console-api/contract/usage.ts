import { z } from '@hono/zod-openapi';
import { USAGE_GROUPINGS, type UsageGrouping } from '../../usage/index.ts';
import { UsageJson } from './requests.ts';
import { idInput, Timestamp, TimestampInput, Usd } from './values.ts';

/** A sum of usage; the dimensions that were not asked for are left out. */
export const UsageSumJson = UsageJson.extend({
  hour: Timestamp.optional().openapi({ description: 'Start of the hour, UTC' }),
  day: z.string().optional().openapi({ example: '2026-01-31', description: 'UTC' }),
  model: z.string().optional(),
  key_id: z.string().optional(),
  project_id: z.string().optional(),
  organization_id: z.string().optional(),
  channel_id: z
    .string()
    .optional()
    .openapi({ description: 'The channel that was asked last; empty where none was' }),
  requests: z.number().int().openapi({ description: 'Without those that were refused' }),
  errors: z.number().int().openapi({ description: 'Requests that failed or were interrupted' }),
  images: z.number().int(),
  seconds: z.number().int(),
  songs: z.number().int(),
  characters: z.number().int(),
  web_searches: z.number().int(),
  hosted_tools: z.number().int(),
  cache_hit_rate: z
    .number()
    .nullable()
    .openapi({ description: 'Share of the input that came from caches; null without input' }),
  charge: Usd,
  upstream_cost: Usd.optional().openapi({ description: 'What all attempts probably cost; for operators' }),
  duration_ms: z.number().int().openapi({ description: 'Of all requests together' }),
  average_ms: z.number().int().nullable(),
  p95_ms: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'From a histogram whose bounds double; null where keys are told apart' }),
  attempts: z.number().int().optional().openapi({ description: 'Where channels are told apart' }),
  failed_attempts: z.number().int().optional(),
}).openapi('UsageSum');

/** Sums of a span of time. */
export const UsageReportJson = z
  .object({
    object: z.literal('list'),
    from: Timestamp,
    to: Timestamp,
    data: z.array(UsageSumJson),
    has_more: z.boolean().openapi({ description: 'Whether there were more sums than `limit`' }),
    total: UsageSumJson.openapi({ description: 'Everything, what is not in `data` too' }),
    previous: UsageSumJson.nullable().openapi({
      description: 'The total of the span of the same length before it, where `compare` asked for it',
    }),
    unit: z.literal('USD'),
  })
  .openapi('UsageReport');

/** What `GET /api/v1/usage` is asked for. */
export const UsageQuery = z.strictObject({
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
  key_id: idInput('key').optional(),
  model: z.string().min(1).max(200).optional(),
  channel_id: z.string().min(1).max(100).optional().openapi({ description: 'For operators' }),
  from: TimestampInput,
  to: TimestampInput,
  compare: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  group_by: z
    .string()
    .default('day')
    .transform((text, context): UsageGrouping[] => {
      const named = text.split(',').map((part) => part.trim());
      const known = USAGE_GROUPINGS.filter((grouping) => named.includes(grouping));
      if (known.length !== named.length) {
        context.addIssue({ code: 'custom', message: `must be some of ${USAGE_GROUPINGS.join(', ')}` });
      }
      return known;
    })
    .openapi({ type: 'string', example: 'day,model' }),
});
