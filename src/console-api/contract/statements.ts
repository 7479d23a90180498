import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, Usd } from './values.ts';
import { LedgerEntryJson } from './wallet.ts';

/** A month that a statement can be asked for. */
export const StatementMonthJson = z
  .object({
    object: z.literal('statement_month'),
    month: z.string().openapi({ example: '2026-11' }),
    from: Timestamp,
    to: Timestamp,
    is_complete: z.boolean().openapi({ description: 'Whether the month is over' }),
  })
  .openapi('StatementMonth');

/** A statement as JSON; `data` is streamed. */
export const StatementJson = z
  .object({
    object: z.literal('statement'),
    organization_id: z.string(),
    month: z.string(),
    from: Timestamp,
    to: Timestamp,
    currency: z.literal('USD'),
    opening: Usd,
    closing: Usd,
    totals: z.record(z.string(), z.object({ count: z.number(), amount: Usd })),
    data: z.array(LedgerEntryJson),
  })
  .openapi('Statement');

/** What the list of statements can be asked for. */
export const StatementListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
});

/** What a statement can be asked for. */
export const StatementQueryParams = z.strictObject({
  format: z.enum(['csv', 'json']).default('json'),
  organization_id: idInput('org').optional(),
});

/** The month of a path, in UTC. */
export const StatementParam = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as "2026-11"')
    .openapi({ param: { name: 'month', in: 'path' }, example: '2026-11' }),
});
