import { createRoute, type z } from '@hono/zod-openapi';
import { type Id, isId } from '../../core/ids.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import type { RequestFilter } from '../../usage/index.ts';
import type { ManagementApp } from '../context.ts';
import {
  RequestExportQuery,
  RequestJson,
  RequestListQuery,
  RequestWithAttemptsJson,
} from '../contract/requests.ts';
import { answer, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { exportHeaders, exportStream } from '../exports.ts';
import { presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { exportedRequests } from './export.ts';
import { presentAttempt, presentComputation, presentRequest } from './present-request.ts';

const common = {
  tags: ['requests'],
  ...governed({ permission: 'requests:read', target: 'request', action: null }),
};

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/requests',
  summary: 'Requests, newest first',
  request: { query: RequestListQuery },
  responses: { 200: answer('A part of the list', listOf(RequestJson)), ...REFUSALS },
});

const exportRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/requests/export',
  summary: 'The same as a file of CSV or of JSON lines, at most 100,000 requests',
  request: { query: RequestExportQuery },
  responses: {
    200: { description: 'The requests', content: { 'application/jsonl': {}, 'text/csv': {} } },
    ...REFUSALS,
  },
});

const getRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/requests/{id}',
  summary: 'One request with its attempts and its charge',
  request: { params: IdParam },
  responses: { 200: answer('The request', RequestWithAttemptsJson), ...REFUSALS },
});

/** Adds `/api/v1/requests`. */
export function addRequestRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(listRoute, async (context) => {
    const { limit, cursor, ...filters } = context.req.valid('query');
    if (cursor !== undefined && !isId('req', cursor)) {
      throw invalidField('cursor', 'is not the next_cursor of a list');
    }
    const filter = filterOf(filters, context.get('organizationId'));
    const page = await deps.requestLog.list({ ...filter, limit, cursor: cursor ?? null });
    return context.json(presentPage(page, presentRequest), 200);
  });
  // Before the route of one request, whose path this one fits too.
  app.openapi(exportRoute, (context) => {
    const { format, ...filters } = context.req.valid('query');
    const filter = filterOf(filters, context.get('organizationId'));
    const exported = exportedRequests(deps.requestLog, filter, format);
    return context.body(exportStream(exported), 200, exportHeaders(exported));
  });
  app.openapi(getRoute, async (context) => {
    const request = await deps.requestLog.get(pathId('req', context.req.valid('param').id));
    if (request === null) {
      throw new Refusal('not_found', { message: 'There is no request with this id' });
    }
    const channels = await deps.channels.list();
    const names = new Map<string, string>(channels.map(({ id, name }) => [id, name]));
    const seesCosts = context.get('actor').scopes.includes('channels:read');
    const attempts = request.attempts.map((attempt) => presentAttempt(attempt, names, seesCosts));
    return context.json(
      { ...presentRequest(request), attempts, computation: presentComputation(request) },
      200,
    );
  });
}

function filterOf(
  filters: Omit<z.infer<typeof RequestExportQuery>, 'format'>,
  organizationId: Id<'org'> | null,
): Omit<RequestFilter, 'limit' | 'cursor'> {
  return {
    organizationId,
    id: filters.id,
    projectId: filters.project_id,
    keyId: filters.key_id,
    model: filters.model,
    channelId: filters.channel_id,
    operation: filters.operation,
    state: filters.state,
    statuses: filters.status,
    errorCode: filters.error_code,
    fromMs: filters.from,
    toMs: filters.to,
  };
}
