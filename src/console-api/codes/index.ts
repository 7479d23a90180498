import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import {
  CodeBatchBody,
  CodeBatchJson,
  CodeBatchListQuery,
  CodeJson,
  CodeListQuery,
  CodePatch,
  NewCodeBatchJson,
  RevealedCodesJson,
} from '../contract/codes.ts';
import { answer, body, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { presentBatch, presentCode, presentShownCode } from './present-code.ts';

const tags = ['codes'];
const readsBatch = governed({ permission: 'codes:read', target: 'code_batch', action: null });
const readsCode = governed({ permission: 'codes:read', target: 'code', action: null });

const createBatchRoute = createRoute({
  tags,
  ...governed({ permission: 'codes:write', target: 'code_batch', action: 'code_batch.create' }),
  method: 'post',
  path: '/api/v1/codes',
  summary: 'Make a batch of codes that turn into credit',
  request: { body: body(CodeBatchBody) },
  responses: { 201: answer('The batch with its codes', NewCodeBatchJson), ...REFUSALS },
});

const listCodesRoute = createRoute({
  tags,
  ...readsCode,
  method: 'get',
  path: '/api/v1/codes',
  summary: 'Codes without their strings, newest first',
  request: { query: CodeListQuery },
  responses: { 200: answer('A part of the list', listOf(CodeJson)), ...REFUSALS },
});

const getCodeRoute = createRoute({
  tags,
  ...readsCode,
  method: 'get',
  path: '/api/v1/codes/{id}',
  summary: 'One code without its string',
  request: { params: IdParam },
  responses: { 200: answer('The code', CodeJson), ...REFUSALS },
});

const updateCodeRoute = createRoute({
  tags,
  ...governed({ permission: 'codes:write', target: 'code', action: 'code.update' }),
  method: 'patch',
  path: '/api/v1/codes/{id}',
  summary: 'Disable a code, or enable it again',
  request: { params: IdParam, body: body(CodePatch) },
  responses: { 200: answer('The code', CodeJson), ...REFUSALS },
});

const listBatchesRoute = createRoute({
  tags,
  ...readsBatch,
  method: 'get',
  path: '/api/v1/code-batches',
  summary: 'Batches of codes, newest first',
  request: { query: CodeBatchListQuery },
  responses: { 200: answer('A part of the list', listOf(CodeBatchJson)), ...REFUSALS },
});

const getBatchRoute = createRoute({
  tags,
  ...readsBatch,
  method: 'get',
  path: '/api/v1/code-batches/{id}',
  summary: 'One batch',
  request: { params: IdParam },
  responses: { 200: answer('The batch', CodeBatchJson), ...REFUSALS },
});

const updateBatchRoute = createRoute({
  tags,
  ...governed({ permission: 'codes:write', target: 'code_batch', action: 'code_batch.update' }),
  method: 'patch',
  path: '/api/v1/code-batches/{id}',
  summary: 'Disable all codes of a batch that nobody redeemed, or enable them again',
  request: { params: IdParam, body: body(CodePatch) },
  responses: { 200: answer('The batch', CodeBatchJson), ...REFUSALS },
});

const revealRoute = createRoute({
  tags,
  ...governed({ permission: 'codes:reveal', target: 'code_batch', action: 'code_batch.reveal' }),
  method: 'post',
  path: '/api/v1/code-batches/{id}/reveal',
  summary: 'The codes of a batch that may still be redeemed',
  request: { params: IdParam },
  responses: { 200: answer('The codes', RevealedCodesJson), ...REFUSALS },
});

/** Adds `/api/v1/codes` and `/api/v1/code-batches`. */
export function addCodeRoutes(app: ManagementApp, { codes }: ManagementDeps): void {
  app.openapi(createBatchRoute, async (context) => {
    const { name, amount, count, expires_at: expiresAtMs = null } = context.req.valid('json');
    const createdBy = context.get('actor').name;
    const made = await codes.create({ name, amountNano: amount, count, expiresAtMs, createdBy });
    const shown = made.codes.map(presentShownCode);
    return context.json({ ...presentBatch(made.batch), codes: shown }, 201);
  });
  app.openapi(listCodesRoute, async (context) => {
    const query = context.req.valid('query');
    const page = await codes.list({
      ...{ limit: query.limit, cursor: query.cursor ?? null, batchId: query.batch_id },
      ...{ status: query.status, organizationId: query.redeemed_by_organization_id },
    });
    return context.json(presentPage(page, presentCode), 200);
  });
  app.openapi(getCodeRoute, async (context) => {
    const id = pathId('code', context.req.valid('param').id);
    return context.json(presentCode(await codes.get(id)), 200);
  });
  app.openapi(updateCodeRoute, async (context) => {
    const id = pathId('code', context.req.valid('param').id);
    return context.json(presentCode(await codes.setStatus(id, context.req.valid('json').status)), 200);
  });
  app.openapi(listBatchesRoute, async (context) => {
    const { limit, cursor = null } = context.req.valid('query');
    return context.json(presentPage(await codes.listBatches({ limit, cursor }), presentBatch), 200);
  });
  app.openapi(getBatchRoute, async (context) => {
    const id = pathId('bat', context.req.valid('param').id);
    return context.json(presentBatch(await codes.getBatch(id)), 200);
  });
  app.openapi(updateBatchRoute, async (context) => {
    const id = pathId('bat', context.req.valid('param').id);
    const batch = await codes.setBatchStatus(id, context.req.valid('json').status);
    return context.json(presentBatch(batch), 200);
  });
  app.openapi(revealRoute, async (context) => {
    const id = pathId('bat', context.req.valid('param').id);
    const shown = (await codes.reveal(id)).map(presentShownCode);
    return context.json({ id, object: 'code_batch' as const, codes: shown }, 200);
  });
}
