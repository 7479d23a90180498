import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { ModelBody, ModelJson, ModelListQuery, ModelNameParam } from '../contract/models.ts';
import { answer, body, Deleted, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { presentModel } from './present-model.ts';

const tags = ['models'];
const reading = { tags, ...governed({ permission: 'models:read', target: 'model', action: null }) };
const doing = (verb: string) => ({
  tags,
  ...governed({ permission: 'models:write', target: 'model', action: `model.${verb}` }),
});
const path = '/api/v1/models';
// A slash in a name (`provider/model`) arrives escaped, so it is one part of the path all the same.
const namePath = '/api/v1/models/{name}';

const listRoute = createRoute({
  ...reading,
  method: 'get',
  path,
  summary: 'List the prices an operator set',
  request: { query: ModelListQuery },
  responses: { 200: answer('A part of the list', listOf(ModelJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...reading,
  method: 'get',
  path: namePath,
  summary: 'Show the price an operator set for a model',
  request: { params: ModelNameParam },
  responses: { 200: answer('The price', ModelJson), ...REFUSALS },
});

const putRoute = createRoute({
  ...doing('set'),
  method: 'put',
  path: namePath,
  summary: 'Set the price of a model; it wins over the catalogue',
  request: { params: ModelNameParam, body: body(ModelBody) },
  responses: { 200: answer('The price', ModelJson), ...REFUSALS },
});

const removeRoute = createRoute({
  ...doing('delete'),
  method: 'delete',
  path: namePath,
  summary: 'Take back the price of a model, so that the catalogue decides',
  request: { params: ModelNameParam },
  responses: { 200: answer('What was deleted', Deleted), ...REFUSALS },
});

/** Adds `/api/v1/models`. */
export function addModelRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { models } = deps;
  app.openapi(listRoute, async (context) => {
    const page = pageOf(await models.list(), context.req.valid('query'), (model) => model.name);
    return context.json(presentPage(page, presentModel), 200);
  });
  app.openapi(getRoute, async (context) => {
    return context.json(presentModel(await models.get(context.req.valid('param').name)), 200);
  });
  app.openapi(putRoute, async (context) => {
    const model = await models.set(context.req.valid('param').name, context.req.valid('json').price);
    return context.json(presentModel(model), 200);
  });
  app.openapi(removeRoute, async (context) => {
    const { name } = context.req.valid('param');
    await models.remove(name);
    return context.json({ id: name, object: 'model_price', deleted: true as const }, 200);
  });
}
