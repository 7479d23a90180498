import { createRoute } from '@hono/zod-openapi';
import { ConfigFileError } from '../../config/index.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import { AppliedJson } from '../contract/configuration.ts';
import { answer, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';

/** The one path whose body may be YAML. */
export const APPLY_PATH = '/api/v1/apply';

const YAML_TYPES = /^(application\/(yaml|x-yaml|json)|text\/yaml)\s*(;|$)/i;

const tags = ['configuration'];

const applyRoute = createRoute({
  tags,
  ...governed({ permission: 'configuration:apply', target: null, action: 'configuration.apply' }),
  method: 'post',
  path: APPLY_PATH,
  summary: 'Reconcile the gateway with a configuration file, sent as YAML or JSON',
  responses: { 200: answer('What was changed', AppliedJson), ...REFUSALS },
});

const exportRoute = createRoute({
  tags,
  ...governed({ permission: 'configuration:export', target: null, action: null }),
  method: 'get',
  path: '/api/v1/export',
  summary: 'The configuration as a file, without secrets',
  responses: { 200: { description: 'YAML', content: { 'application/yaml': {} } }, ...REFUSALS },
});

/** Adds `/api/v1/apply` and `/api/v1/export`. */
export function addConfigurationRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(applyRoute, async (context) => {
    if (!YAML_TYPES.test(context.req.header('content-type') ?? '')) {
      throw new Refusal('unsupported_media_type', {
        message: 'The content type must be application/yaml or application/json',
      });
    }
    const changes = await refusingProblems(async () => deps.apply(await context.req.text()));
    const made = changes.filter(({ change }) => change !== 'unchanged');
    context.set('remark', { details: { changes: made } });
    const data = changes.map((change) => ({ ...change, fields: [...change.fields] }));
    return context.json({ object: 'list' as const, data }, 200);
  });
  app.openapi(exportRoute, async (context) => {
    return context.body(await deps.exportConfig(), 200, { 'content-type': 'application/yaml' });
  });
}

async function refusingProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigFileError) {
      throw new Refusal('invalid_request', { message: error.message, cause: error });
    }
    throw error;
  }
}
