import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import { addAuditRoutes } from './audit/index.ts';
import { authenticate } from './authentication.ts';
import { addChannelRoutes } from './channels/index.ts';
import { APPLY_PATH, addConfigurationRoutes } from './configuration/index.ts';
import type { ManagementApp, ManagementEnv } from './context.ts';
import type { ManagementDeps } from './deps.ts';
import { addGroupRoutes } from './groups/index.ts';
import { idempotent } from './idempotency/middleware.ts';
import { addImageBatchGroupRoutes } from './image-batch-groups/index.ts';
import { addKeyRoutes } from './keys/index.ts';
import { addModelRoutes } from './models/index.ts';
import { addProjectRoutes } from './projects/index.ts';
import { answerRefusal, refusalOf, refuseInvalid } from './refusals.ts';
import { limitBody, requireJson } from './request-body.ts';
import { addRequestRoutes } from './requests/index.ts';
import { addUsageRoutes } from './usage/index.ts';
import { addWalletRoutes } from './wallet/index.ts';

const UNDER_API = '/api/v1/*';

/** The management API under `/api/v1`, and `/openapi.json`, which is made from the same schemas. */
export function createManagementApi(deps: ManagementDeps): ManagementApp {
  const app: ManagementApp = new OpenAPIHono<ManagementEnv>({ defaultHook: refuseInvalid });
  app.onError((error, context) => {
    const refusal = refusalOf(error);
    if (refusal === null) {
      deps.onFailure(error, context.get('requestId'));
    }
    return answerRefusal(context, refusal ?? new Refusal('internal_error'));
  });
  app.notFound((context) => answerRefusal(context, new Refusal('not_found')));
  app.use(nameRequest(deps.ids));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.use(UNDER_API, authenticate(deps.managementKeys));
  app.use(UNDER_API, limitBody);
  app.use(UNDER_API, requireJson([APPLY_PATH]));
  app.use(UNDER_API, idempotent(deps));
  addResources(app, deps);
  addOpenApi(app);
  return app;
}

function addResources(app: ManagementApp, deps: ManagementDeps): void {
  addKeyRoutes(app, deps);
  addProjectRoutes(app, deps);
  addGroupRoutes(app, deps);
  addImageBatchGroupRoutes(app, deps);
  addChannelRoutes(app, deps);
  addModelRoutes(app, deps);
  addWalletRoutes(app, deps);
  addRequestRoutes(app, deps);
  addUsageRoutes(app, deps);
  addAuditRoutes(app, deps);
  addConfigurationRoutes(app, deps);
}

function addOpenApi(app: ManagementApp): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'managementKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A management key',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Turnpike management API', version: 'v1' },
  });
}

function nameRequest(ids: Ids): MiddlewareHandler<ManagementEnv> {
  return async (context, next) => {
    const requestId = ids.next('req');
    context.set('requestId', requestId);
    await next();
    context.res.headers.set('x-request-id', requestId);
  };
}

function refuseMethod(context: Parameters<typeof answerRefusal>[0], methods: string[]): Response {
  const response = answerRefusal(context, new Refusal('method_not_allowed'));
  response.headers.set('allow', methods.join(', '));
  return response;
}
