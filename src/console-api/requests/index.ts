import { createRoute } from '@hono/zod-openapi';
import { isId } from '../../core/ids.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import { RequestJson, RequestListQuery, RequestWithAttemptsJson } from '../contract/requests.ts';
import { answer, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
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
    const query = context.req.valid('query');
    if (query.cursor !== undefined && !isId('req', query.cursor)) {
      throw invalidField('cursor', 'is not the next_cursor of a list');
    }
    const page = await deps.requestLog.list({
      organizationId: context.get('organizationId'),
      keyId: query.key_id ?? null,
      model: query.model ?? null,
      state: query.state ?? null,
      fromMs: query.from ?? null,
      toMs: query.to ?? null,
      limit: query.limit,
      cursor: query.cursor ?? null,
    });
    return context.json(presentPage(page, presentRequest), 200);
  });
  app.openapi(getRoute, async (context) => {
    const request = await deps.requestLog.get(pathId('req', context.req.valid('param').id));
    if (request === null) {
      throw new Refusal('not_found', { message: 'There is no request with this id' });
    }
    const channels = await deps.channels.list();
    const names = new Map<string, string>(channels.map(({ id, name }) => [id, name]));
    const attempts = request.attempts.map((attempt) => presentAttempt(attempt, names));
    return context.json(
      { ...presentRequest(request), attempts, computation: presentComputation(request) },
      200,
    );
  });
}
