import { z } from '@hono/zod-openapi';
import { UsageJson } from './requests.ts';
import { idInput, TimestampInput, Usd } from './values.ts';

const DIMENSIONS = ['day', 'model', 'key', 'project'] as const;

/** What usage can be summed by. */
export type UsageDimension = (typeof DIMENSIONS)[number];

/** A sum of usage; the dimensions that were not asked for are left out. */
export const UsageSumJson = UsageJson.extend({
  day: z.string().optional().openapi({ example: '2026-01-31', description: 'UTC' }),
  model: z.string().optional(),
  key_id: z.string().optional(),
  project_id: z.string().optional(),
  requests: z.number().int(),
  duration_ms: z.number().int(),
  charge: Usd,
}).openapi('UsageSum');

/** All sums of a span of time. */
export const UsageReportJson = z
  .object({ object: z.literal('list'), data: z.array(UsageSumJson), unit: z.literal('USD') })
  .openapi('UsageReport');

/** What `GET /api/v1/usage` is asked for. */
export const UsageQuery = z.strictObject({
  organization_id: idInput('org').optional(),
  from: TimestampInput,
  to: TimestampInput,
  group_by: z
    .string()
    .default('day')
    .transform((text, context): UsageDimension[] => {
      const named = text.split(',').map((part) => part.trim());
      const known = DIMENSIONS.filter((dimension) => named.includes(dimension));
      if (known.length !== named.length) {
        context.addIssue({ code: 'custom', message: `must be some of ${DIMENSIONS.join(', ')}` });
      }
      return known;
    })
    .openapi({ type: 'string', example: 'day,model' }),
});
