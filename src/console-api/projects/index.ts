import { createRoute } from '@hono/zod-openapi';
import type { Project } from '../../projects/index.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import {
  NewProject,
  ProjectJson,
  ProjectListQuery,
  ProjectPatch,
  WebhookSecretJson,
} from '../contract/projects.ts';
import { answer, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { presentProject } from './present-project.ts';
import { settingsOf } from './settings-of.ts';

const routes = crudRoutes({
  plural: 'projects',
  path: '/api/v1/projects',
  target: 'project',
  read: 'projects:read',
  write: 'projects:write',
  json: ProjectJson,
  newBody: NewProject,
  patchBody: ProjectPatch,
  query: ProjectListQuery,
});

const rotateRoute = createRoute({
  tags: ['projects'],
  ...governed({
    permission: 'projects:secret',
    target: 'project',
    action: 'project.rotate_webhook_secret',
  }),
  method: 'post',
  path: '/api/v1/projects/{id}/rotate-webhook-secret',
  summary: 'Replace the secret that webhooks of a project are signed with, at once',
  request: { params: IdParam },
  responses: { 200: answer('The new secret', WebhookSecretJson), ...REFUSALS },
});

/** Adds `/api/v1/projects`. */
export function addProjectRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { projects } = deps;
  app.openapi(routes.list, async (context) => {
    const all = await projects.list(context.get('organizationId') ?? undefined);
    const page = pageOf(all, context.req.valid('query'), (project) => project.id);
    return context.json(
      presentPage(page, (project) => presentProject(project)),
      200,
    );
  });
  app.openapi(routes.get, async (context) => {
    const project = await projects.get(pathId('proj', context.req.valid('param').id));
    return context.json(await presentWithSecret(deps, context, project), 200);
  });
  app.openapi(routes.create, async (context) => {
    const { organization_id: _, name, ...input } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const settings = await settingsOf(deps, organizationId, input);
    const project = await projects.create({ ...settings, organizationId, name });
    return context.json(await presentWithSecret(deps, context, project), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { id, organizationId } = await projects.get(pathId('proj', context.req.valid('param').id));
    const settings = await settingsOf(deps, organizationId, context.req.valid('json'));
    const project = await projects.update(id, settings);
    return context.json(await presentWithSecret(deps, context, project), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const id = pathId('proj', context.req.valid('param').id);
    await projects.remove(id);
    return context.json({ id, object: 'project', deleted: true as const }, 200);
  });
  app.openapi(rotateRoute, async (context) => {
    const id = pathId('proj', context.req.valid('param').id);
    const secret = await projects.rotateWebhookSecret(id);
    return context.json({ id, object: 'project' as const, webhook_secret: secret.reveal() }, 200);
  });
}

/** With its webhook secret for those who may see it. */
async function presentWithSecret(deps: ManagementDeps, context: ManagementContext, project: Project) {
  return context.get('actor').scopes.includes('projects:secret')
    ? presentProject(project, await deps.projects.webhookSecret(project.id))
    : presentProject(project);
}
