import { createRoute } from '@hono/zod-openapi';
import { crudRoutes } from '../contract/crud-routes.ts';
import { ApiKeyJson, ApiKeyPatch, KeyListQuery, NewApiKey, RevealedKeyJson } from '../contract/keys.ts';
import { answer, IdParam, REFUSALS, SECURITY } from '../contract/route-parts.ts';

/** The routes of keys. A deletion keeps the row for its usage; lists show it with `status=deleted` alone. */
export const keyRoutes = crudRoutes({
  plural: 'keys',
  path: '/api/v1/keys',
  json: ApiKeyJson,
  newBody: NewApiKey,
  patchBody: ApiKeyPatch,
  query: KeyListQuery,
});

/** Shows the string of a key again. */
export const revealKeyRoute = createRoute({
  tags: ['keys'],
  security: SECURITY,
  method: 'post',
  path: '/api/v1/keys/{id}/reveal',
  summary: 'Show the string of a key again; audited, ten times a minute',
  request: { params: IdParam },
  responses: { 200: answer('The string', RevealedKeyJson), ...REFUSALS },
});
