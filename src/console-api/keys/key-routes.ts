import { createRoute } from '@hono/zod-openapi';
import { crudRoutes } from '../contract/crud-routes.ts';
import {
  ApiKeyJson,
  ApiKeyPatch,
  KeyBulk,
  KeyBulkJson,
  KeyListQuery,
  KeyRotation,
  NewApiKey,
  RevealedKeyJson,
} from '../contract/keys.ts';
import { answer, body, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';

/** The routes of keys. A deletion keeps the row for its usage; lists show it with `status=deleted` alone. */
export const keyRoutes = crudRoutes({
  plural: 'keys',
  path: '/api/v1/keys',
  target: 'key',
  read: 'keys:read',
  write: 'keys:write',
  json: ApiKeyJson,
  newBody: NewApiKey,
  patchBody: ApiKeyPatch,
  query: KeyListQuery,
});

/** Shows the string of a key again. */
export const revealKeyRoute = createRoute({
  tags: ['keys'],
  ...governed({ permission: 'keys:reveal', target: 'key', action: 'key.reveal', needsFreshSignIn: true }),
  method: 'post',
  path: '/api/v1/keys/{id}/reveal',
  summary: 'Show the string of a key again; audited, ten times a minute',
  request: { params: IdParam },
  responses: { 200: answer('The string', RevealedKeyJson), ...REFUSALS },
});

/** Gives a key another string. */
export const rotateKeyRoute = createRoute({
  tags: ['keys'],
  ...governed({ permission: 'keys:write', target: 'key', action: 'key.rotate' }),
  method: 'post',
  path: '/api/v1/keys/{id}/rotate',
  summary: 'Give a key another string; the old one goes on working for a while',
  request: { params: IdParam, body: { ...body(KeyRotation), required: false } },
  responses: { 200: answer('The key with its new string', ApiKeyJson), ...REFUSALS },
});

/** Does one thing to many keys. */
export const bulkKeysRoute = createRoute({
  tags: ['keys'],
  ...governed({ permission: 'keys:write', target: 'key', action: 'key.bulk' }),
  method: 'post',
  path: '/api/v1/keys/bulk',
  summary: 'Enable, disable or delete many keys; each is done or refused by itself',
  request: { body: body(KeyBulk) },
  responses: { 200: answer('What became of each', KeyBulkJson), ...REFUSALS },
});
