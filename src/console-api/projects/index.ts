import type { z } from '@hono/zod-openapi';
import type { Project } from '../../projects/index.ts';
import { recordAudit } from '../audit/record.ts';
import type { ManagementApp } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import { NewProject, ProjectJson, ProjectListQuery, ProjectPatch } from '../contract/projects.ts';
import { organizationOf } from '../default-organization.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { pageOf, presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';
import { pathId } from '../path-ids.ts';

const routes = crudRoutes({
  plural: 'projects',
  path: '/api/v1/projects',
  json: ProjectJson,
  newBody: NewProject,
  patchBody: ProjectPatch,
  query: ProjectListQuery,
});

/** Adds `/api/v1/projects`. */
export function addProjectRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { projects } = deps;
  app.openapi(routes.list, async (context) => {
    const query = context.req.valid('query');
    const all = await projects.list(query.organization_id);
    return context.json(
      presentPage(
        pageOf(all, query, (project) => project.id),
        presentProject,
      ),
      200,
    );
  });
  app.openapi(routes.get, async (context) => {
    const project = await projects.get(pathId('proj', context.req.valid('param').id));
    return context.json(presentProject(project), 200);
  });
  app.openapi(routes.create, async (context) => {
    const input = context.req.valid('json');
    const project = await projects.create({
      organizationId: await organizationOf(deps, input),
      name: input.name,
      mode: input.mode,
      errorFormat: input.error_format,
    });
    await recordAudit(deps, context, 'project.create', project.id, { name: project.name }, project);
    return context.json(presentProject(project), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const input = context.req.valid('json');
    const project = await projects.update(
      pathId('proj', context.req.valid('param').id),
      givenFields({ name: input.name, mode: input.mode, errorFormat: input.error_format }),
    );
    await recordAudit(deps, context, 'project.update', project.id, { fields: Object.keys(input) }, project);
    return context.json(presentProject(project), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const project = await projects.get(pathId('proj', context.req.valid('param').id));
    await projects.remove(project.id);
    await recordAudit(deps, context, 'project.delete', project.id, { name: project.name }, project);
    return context.json({ id: project.id, object: 'project', deleted: true as const }, 200);
  });
}

function presentProject(project: Project): z.infer<typeof ProjectJson> {
  return {
    id: project.id,
    object: 'project',
    organization_id: project.organizationId,
    name: project.name,
    mode: project.mode,
    error_format: project.errorFormat,
    created_at: formatTime(project.createdAtMs),
  };
}
