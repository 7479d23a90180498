import { createRoute, type z } from '@hono/zod-openapi';
import type { Id } from '../../core/ids.ts';
import type { ManagementApp } from '../context.ts';
import { AuditEntryJson, AuditExportQuery, AuditListQuery } from '../contract/audit.ts';
import { answer, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { exportHeaders, exportStream } from '../exports.ts';
import { presentPage } from '../lists.ts';
import { exportedEntries } from './export.ts';
import { presentEntry } from './present-entry.ts';

const common = { tags: ['audit'], ...governed({ permission: 'audit:read', target: null, action: null }) };

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/audit',
  summary: 'Who did what to what, newest first',
  request: { query: AuditListQuery },
  responses: { 200: answer('A part of the list', listOf(AuditEntryJson)), ...REFUSALS },
});

const exportRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/audit/export',
  summary: 'The same as a file of CSV or of JSON lines, at most 100,000 entries',
  request: { query: AuditExportQuery },
  responses: {
    200: { description: 'The entries', content: { 'application/jsonl': {}, 'text/csv': {} } },
    ...REFUSALS,
  },
});

/** Adds `/api/v1/audit`. */
export function addAuditRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(listRoute, async (context) => {
    const { limit, cursor, ...filters } = context.req.valid('query');
    const query = { limit, cursor, ...queryOf(filters, context.get('organizationId')) };
    return context.json(presentPage(await deps.audit.list(query), presentEntry), 200);
  });
  app.openapi(exportRoute, (context) => {
    const { format, ...filters } = context.req.valid('query');
    const query = queryOf(filters, context.get('organizationId'));
    const exported = exportedEntries(deps.audit, query, format);
    return context.body(exportStream(exported), 200, exportHeaders(exported));
  });
}

function queryOf(
  filters: Omit<z.infer<typeof AuditExportQuery>, 'format'>,
  organizationId: Id<'org'> | null,
) {
  return {
    organizationId,
    targetId: filters.target_id,
    actor: filters.actor,
    action: filters.action,
    fromMs: filters.from,
    toMs: filters.to,
  };
}
