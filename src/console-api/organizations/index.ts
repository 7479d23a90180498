import { Refusal } from '../../core/refusal.ts';
import type { Organization } from '../../organizations/index.ts';
import type { Actor, ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import {
  createOrganizationRoute,
  listOrganizationsRoute,
  organizationRoutes,
} from './organization-routes.ts';
import { presentOrganization } from './present-organization.ts';

/** Organizations that a person may own: each has a wallet and a project of its own. */
const MOST_OWNED = 20;

/** Adds `/api/v1/organizations`. */
export function addOrganizationRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { organizations } = deps;
  app.openapi(listOrganizationsRoute, async (context) => {
    const own = ownAmong(await organizations.list(), context.get('actor'));
    const page = pageOf(own, context.req.valid('query'), (organization) => organization.id);
    return context.json(presentPage(page, presentOrganization), 200);
  });
  app.openapi(organizationRoutes.get, async (context) => {
    const organization = await organizations.get(pathId('org', context.req.valid('param').id));
    return context.json(presentOrganization(organization), 200);
  });
  app.openapi(createOrganizationRoute, async (context) => {
    const actor = context.get('actor');
    const { name } = context.req.valid('json');
    const organizationId = await createFor(deps, actor, name);
    return context.json(presentOrganization(await organizations.get(organizationId)), 201);
  });
  app.openapi(organizationRoutes.patch, async (context) => {
    const id = pathId('org', context.req.valid('param').id);
    const organization = await organizations.rename(id, context.req.valid('json').name);
    return context.json(presentOrganization(organization), 200);
  });
  app.openapi(organizationRoutes.remove, async (context) => {
    const id = pathId('org', context.req.valid('param').id);
    await organizations.remove(id);
    return context.json({ id, object: 'organization', deleted: true as const }, 200);
  });
}

async function createFor({ members, organizations }: ManagementDeps, actor: Actor, name: string) {
  if (actor.kind === 'management-key') {
    throw new Refusal('management_forbidden', { message: 'A management key cannot create organizations' });
  }
  if (actor.kind === 'operator' || actor.userId === null) {
    return organizations.create(name);
  }
  if (actor.memberships.filter(({ role }) => role === 'owner').length >= MOST_OWNED) {
    throw new Refusal('conflict', { message: `A person owns at most ${MOST_OWNED} organizations` });
  }
  return (await members.createOrganizationFor({ userId: actor.userId, name })).organizationId;
}

function ownAmong(all: readonly Organization[], actor: Actor): readonly Organization[] {
  if (actor.kind !== 'person' && actor.organizationId === null) {
    return all;
  }
  const own = new Set([
    actor.organizationId,
    ...actor.memberships.map(({ organizationId }) => organizationId),
  ]);
  return all.filter(({ id }) => own.has(id));
}
