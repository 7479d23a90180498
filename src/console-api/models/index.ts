import { createRoute, type z } from '@hono/zod-openapi';
import type { PricedModel } from '../../catalog/index.ts';
import { recordAudit } from '../audit/record.ts';
import type { ManagementApp } from '../context.ts';
import { ModelBody, ModelJson, ModelListQuery, ModelNameParam } from '../contract/models.ts';
import { answer, body, Deleted, listOf, REFUSALS, SECURITY } from '../contract/route-parts.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';

const common = { tags: ['models'], security: SECURITY };
const path = '/api/v1/models';
// A slash in a name (`provider/model`) arrives escaped, so it is one part of the path all the same.
const namePath = '/api/v1/models/{name}';

const listRoute = createRoute({
  ...common,
  method: 'get',
  path,
  summary: 'List the prices an operator set',
  request: { query: ModelListQuery },
  responses: { 200: answer('A part of the list', listOf(ModelJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...common,
  method: 'get',
  path: namePath,
  summary: 'Show the price an operator set for a model',
  request: { params: ModelNameParam },
  responses: { 200: answer('The price', ModelJson), ...REFUSALS },
});

const putRoute = createRoute({
  ...common,
  method: 'put',
  path: namePath,
  summary: 'Set the price of a model; it wins over the catalogue',
  request: { params: ModelNameParam, body: body(ModelBody) },
  responses: { 200: answer('The price', ModelJson), ...REFUSALS },
});

const removeRoute = createRoute({
  ...common,
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
    await recordAudit(deps, context, 'model.set', model.name, { price: model.price });
    return context.json(presentModel(model), 200);
  });
  app.openapi(removeRoute, async (context) => {
    const { name } = context.req.valid('param');
    await models.remove(name);
    await recordAudit(deps, context, 'model.delete', name, {});
    return context.json({ id: name, object: 'model_price', deleted: true as const }, 200);
  });
}

function presentModel(model: PricedModel): z.infer<typeof ModelJson> {
  return {
    object: 'model_price',
    name: model.name,
    price: model.price,
    updated_at: formatTime(model.updatedAtMs),
  };
}
