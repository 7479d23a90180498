import { createRoute } from '@hono/zod-openapi';
import { invalidField } from '../../core/refusal.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { answer, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { UsageQuery, UsageReportJson } from '../contract/usage.ts';
import type { ManagementDeps } from '../deps.ts';
import { formatTime } from '../moments.ts';
import { presentSum } from './present-sum.ts';

const HOUR_MS = 3_600_000;
/** The longest span of one report. */
const MAX_SPAN_MS = 400 * 24 * HOUR_MS;

const usageRoute = createRoute({
  tags: ['usage'],
  ...governed({ permission: 'usage:read', target: null, action: null }),
  method: 'get',
  path: '/api/v1/usage',
  summary:
    'Sums of usage by time, model, key, project, organization or channel; from and to count in whole hours',
  request: { query: UsageQuery },
  responses: { 200: answer('The sums', UsageReportJson), ...REFUSALS },
});

/** Adds `/api/v1/usage`. */
export function addUsageRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(usageRoute, async (context) => {
    const query = context.req.valid('query');
    const fromMs = query.from - (query.from % HOUR_MS);
    const toMs = Math.ceil(query.to / HOUR_MS) * HOUR_MS;
    if (query.to <= query.from || toMs - fromMs > MAX_SPAN_MS) {
      throw invalidField('to', 'must be later than from, by at most 400 days');
    }
    const filter = {
      organizationId: await organizationOfQuery(deps, context, query.project_id),
      projectId: query.project_id,
      keyId: query.key_id,
      model: query.model,
      channelId: query.channel_id,
    };
    const report = await deps.usageReports.report({
      ...{ ...filter, fromMs, toMs, groupBy: query.group_by, limit: query.limit },
    });
    const before = { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
    const previous =
      query.compare === 'true' ? await deps.usageReports.total({ ...filter, ...before }) : null;
    const seesCosts = context.get('actor').scopes.includes('channels:read');
    return context.json(
      {
        object: 'list' as const,
        ...{ from: formatTime(fromMs), to: formatTime(toMs) },
        data: report.sums.map((sum) => presentSum(sum, seesCosts)),
        has_more: report.isCut,
        total: presentSum(report.total, seesCosts),
        previous: previous && presentSum(previous, seesCosts),
        unit: 'USD' as const,
      },
      200,
    );
  });
}

/** An operator who names a project means its organization; one who names nothing means every one. */
async function organizationOfQuery(
  { projects }: ManagementDeps,
  context: ManagementContext,
  projectId: `proj_${string}` | undefined,
): Promise<string | null> {
  const organizationId = context.get('organizationId');
  if (organizationId !== null || projectId === undefined) {
    return organizationId;
  }
  return (await projects.get(projectId)).organizationId;
}
