import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import { SESSION_COOKIE } from '../sign-in/index.ts';
import { addAuditRoutes } from './audit/index.ts';
import { recordChanges } from './audit/record-changes.ts';
import { authenticate } from './authentication/authenticate.ts';
import { authorise } from './authorisation/authorise.ts';
import { createRouteRules, governedRoutes } from './authorisation/route-rules.ts';
import { createTargets } from './authorisation/targets.ts';
import { addChannelRoutes } from './channels/index.ts';
import { addCodeRoutes } from './codes/index.ts';
import { APPLY_PATH, addConfigurationRoutes } from './configuration/index.ts';
import type { ManagementApp, ManagementEnv } from './context.ts';
import type { ManagementDeps } from './deps.ts';
import { addDocumentRoutes } from './documents/index.ts';
import { addGroupRoutes } from './groups/index.ts';
import { idempotent } from './idempotency/middleware.ts';
import { addImageBatchGroupRoutes } from './image-batch-groups/index.ts';
import { addInvitationRoutes } from './invitations/index.ts';
import { addKeyRoutes } from './keys/index.ts';
import { addLeakReports } from './keys/leaked.ts';
import { addManagementKeyRoutes } from './management-keys/index.ts';
import { addMeRoutes } from './me/index.ts';
import { addMediaRoutes } from './media/index.ts';
import { addMemberRoutes } from './members/index.ts';
import { addModelRoutes } from './models/index.ts';
import { addOrganizationRoutes } from './organizations/index.ts';
import { addPaymentRoutes } from './payments/index.ts';
import { addStripeWebhook } from './payments/stripe-webhook.ts';
import { addPriceRoutes } from './prices/index.ts';
import { addProjectRoutes } from './projects/index.ts';
import { addProviderKeyRoutes } from './provider-keys/index.ts';
import { addProviderRoutes } from './providers/index.ts';
import { answerRefusal, refusalOf, refuseInvalid } from './refusals.ts';
import { limitBody, requireJson } from './request-body.ts';
import { addRequestRoutes } from './requests/index.ts';
import { addSessionRoutes } from './sign-in/session-routes.ts';
import { addSignIn } from './sign-in/sign-in.ts';
import { addTaskRoutes } from './tasks/index.ts';
import { addUsageRoutes } from './usage/index.ts';
import { addWalletRoutes } from './wallet/index.ts';
import { addWebhookRoutes } from './webhooks/index.ts';

const UNDER_API = '/api/v1/*';
const OPEN_API = { openapi: '3.1.0', info: { title: 'Turnpike management API', version: 'v1' } };

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
  const rules = createRouteRules(app);
  const targets = createTargets(deps);
  addLeakReports(app, deps);
  addStripeWebhook(app, deps);
  addSignIn(app, deps);
  app.use(UNDER_API, authenticate(deps));
  app.use(UNDER_API, limitBody);
  app.use(UNDER_API, requireJson([APPLY_PATH]));
  app.use(UNDER_API, authorise(rules, targets, deps));
  app.use(UNDER_API, idempotent(deps));
  app.use(UNDER_API, recordChanges(rules, targets, deps));
  addResources(app, deps);
  // A route that does not say who may call it stops the start, not its first request.
  governedRoutes(app);
  addOpenApi(app);
  addDocumentRoutes(app, () => app.getOpenAPI31Document(OPEN_API));
  return app;
}

function addResources(app: ManagementApp, deps: ManagementDeps): void {
  addMeRoutes(app);
  addSessionRoutes(app, deps);
  addOrganizationRoutes(app, deps);
  addMemberRoutes(app, deps);
  addInvitationRoutes(app, deps);
  addManagementKeyRoutes(app, deps);
  addProjectRoutes(app, deps);
  addKeyRoutes(app, deps);
  addGroupRoutes(app, deps);
  addImageBatchGroupRoutes(app, deps);
  addChannelRoutes(app, deps);
  addProviderRoutes(app);
  addProviderKeyRoutes(app, deps);
  addModelRoutes(app, deps);
  addPriceRoutes(app, deps);
  addWalletRoutes(app, deps);
  addCodeRoutes(app, deps);
  addPaymentRoutes(app, deps);
  addRequestRoutes(app, deps);
  addTaskRoutes(app, deps);
  addMediaRoutes(app, deps);
  addWebhookRoutes(app, deps);
  addUsageRoutes(app, deps);
  addAuditRoutes(app, deps);
  addConfigurationRoutes(app, deps);
}

function addOpenApi(app: ManagementApp): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'managementKey', {
    type: 'http',
    scheme: 'bearer',
    description: "A management key, mk-tp-…, or the administrator's key",
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'The session of a person who signed in; changes must come from the console itself',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'leakReport', {
    type: 'http',
    scheme: 'bearer',
    description: 'The secret of leak reports, which opens nothing else',
  });
  app.doc31('/openapi.json', OPEN_API);
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
