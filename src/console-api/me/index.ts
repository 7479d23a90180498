import { createRoute, type z } from '@hono/zod-openapi';
import { permissionsOf } from '../../members/index.ts';
import type { Actor, ManagementApp } from '../context.ts';
import { MeJson } from '../contract/me.ts';
import { answer, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { formatTimeOrNull } from '../moments.ts';

const meRoute = createRoute({
  tags: ['me'],
  ...governed({ permission: null, target: null, action: null }),
  method: 'get',
  path: '/api/v1/me',
  summary: 'Who calls, where they are a member, and what they may do there',
  responses: { 200: answer('Who you are', MeJson), ...REFUSALS },
});

/** Adds `/api/v1/me`. */
export function addMeRoutes(app: ManagementApp): void {
  app.openapi(meRoute, (context) => context.json(presentActor(context.get('actor')), 200));
}

function presentActor(actor: Actor): z.infer<typeof MeJson> {
  return {
    object: 'me',
    kind: actor.kind,
    name: actor.name,
    user_id: actor.userId,
    email: actor.email,
    signed_in_at: formatTimeOrNull(actor.signedInAtMs),
    organization_id: actor.organizationId,
    permissions: [...actor.scopes],
    organizations: actor.memberships.map(({ organizationId, organizationName, role }) => ({
      id: organizationId,
      name: organizationName,
      role,
      permissions: [...permissionsOf(role)],
    })),
  };
}
