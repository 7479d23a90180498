import { createRoute, type z } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import { invalidField } from '../../core/refusal.ts';
import type { UsageSum } from '../../usage/index.ts';
import type { ManagementApp } from '../context.ts';
import { answer, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { UsageQuery, UsageReportJson, type UsageSumJson } from '../contract/usage.ts';
import type { ManagementDeps } from '../deps.ts';
import { organizationOf } from '../organization-of.ts';
import { presentUsage } from './present-usage.ts';

/** The longest span of one report: its rows are not cut into parts. */
const MAX_SPAN_MS = 400 * 86_400_000;

const usageRoute = createRoute({
  tags: ['usage'],
  ...governed({ permission: 'usage:read', target: null, action: null }),
  method: 'get',
  path: '/api/v1/usage',
  summary: 'Sums of usage by day, model or key; from and to count in whole hours of UTC',
  request: { query: UsageQuery },
  responses: { 200: answer('The sums', UsageReportJson), ...REFUSALS },
});

/** Adds `/api/v1/usage`. */
export function addUsageRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(usageRoute, async (context) => {
    const query = context.req.valid('query');
    if (query.to <= query.from || query.to - query.from > MAX_SPAN_MS) {
      throw invalidField('to', 'must be later than from, by at most 400 days');
    }
    const sums = await deps.usageReports.sums({
      organizationId: await organizationOf(deps, context),
      fromMs: query.from,
      toMs: query.to,
      groupBy: query.group_by,
    });
    return context.json({ object: 'list' as const, data: sums.map(presentSum), unit: 'USD' as const }, 200);
  });
}

function presentSum(sum: UsageSum): z.infer<typeof UsageSumJson> {
  return {
    ...(sum.day === null ? {} : { day: sum.day }),
    ...(sum.model === null ? {} : { model: sum.model }),
    ...(sum.keyId === null ? {} : { key_id: sum.keyId }),
    ...(sum.projectId === null ? {} : { project_id: sum.projectId }),
    requests: sum.requests,
    duration_ms: sum.durationMs,
    ...presentUsage(sum),
    charge: formatUsd(sum.chargeNano),
  };
}
