import { createRoute, type z } from '@hono/zod-openapi';
import type { AuditEntry } from '../../audit/index.ts';
import type { ManagementApp } from '../context.ts';
import { AuditEntryJson, AuditListQuery } from '../contract/audit.ts';
import { answer, listOf, REFUSALS, SECURITY } from '../contract/route-parts.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';

const listRoute = createRoute({
  tags: ['audit'],
  security: SECURITY,
  method: 'get',
  path: '/api/v1/audit',
  summary: 'What was done through the management API, newest first',
  request: { query: AuditListQuery },
  responses: { 200: answer('A part of the list', listOf(AuditEntryJson)), ...REFUSALS },
});

/** Adds `/api/v1/audit`. */
export function addAuditRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(listRoute, async (context) => {
    const query = context.req.valid('query');
    const page = await deps.audit.list({
      limit: query.limit,
      cursor: query.cursor,
      organizationId: query.organization_id,
      targetId: query.target_id,
    });
    return context.json(presentPage(page, presentEntry), 200);
  });
}

function presentEntry(entry: AuditEntry): z.infer<typeof AuditEntryJson> {
  return {
    id: entry.id,
    object: 'audit_entry',
    at: formatTime(entry.atMs),
    actor: entry.actor,
    action: entry.action,
    target_id: entry.targetId,
    organization_id: entry.organizationId,
    details: { ...entry.details },
  };
}
