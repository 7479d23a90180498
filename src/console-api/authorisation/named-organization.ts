import { type Id, isId } from '../../core/ids.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ManagementContext } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { actingIn } from './acting-in.ts';

/** What finding an organization needs. */
export type NamedOrganizationDeps = Pick<ManagementDeps, 'organizations' | 'projects'>;

/**
 * The organization that the query or the body of a request names: with `organization_id`, or by a project
 * that is in an organization of the caller. The caller's own where none is named. What is malformed names
 * nothing here, and is refused where the fields are checked.
 * @throws {Refusal} `not_found` for an organization that does not exist.
 */
export async function namedOrganization(
  deps: NamedOrganizationDeps,
  context: ManagementContext,
): Promise<Id<'org'> | null> {
  const actor = context.get('actor');
  const fields = { ...(await bodyOf(context)), ...context.req.query() };
  const named = fields.organization_id;
  if (typeof named === 'string' && isId('org', named)) {
    return (await deps.organizations.get(named)).id;
  }
  const project = fields.project_id;
  if (typeof project === 'string' && isId('proj', project)) {
    const organizationId = await organizationOfProject(deps, project);
    // A project of strangers is for the caller as one that does not exist.
    if (organizationId !== null && actingIn(actor, organizationId) !== null) {
      return organizationId;
    }
  }
  return actor.organizationId;
}

async function organizationOfProject(
  { projects }: NamedOrganizationDeps,
  id: Id<'proj'>,
): Promise<Id<'org'> | null> {
  try {
    return (await projects.get(id)).organizationId;
  } catch (error) {
    if (error instanceof Refusal) {
      return null;
    }
    throw error;
  }
}

async function bodyOf(context: ManagementContext): Promise<Record<string, unknown>> {
  const isJson = context.req.header('content-type')?.startsWith('application/json') ?? false;
  if (!isJson || context.req.method === 'GET') {
    return {};
  }
  const body: unknown = await context.req.json().catch(() => null);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
