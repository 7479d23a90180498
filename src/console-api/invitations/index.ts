import { CONSOLE_PATH } from '../../core/console-path.ts';
import { Refusal } from '../../core/refusal.ts';
import { Secret } from '../../core/secret.ts';
import type { Invitation } from '../../members/index.ts';
import type { ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { actingRole } from '../members/acting-role.ts';
import { presentMember } from '../members/present-member.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { acceptRoute, createInvitationRoute, getRoute, listRoute, revokeRoute } from './invitation-routes.ts';
import { presentInvitation } from './present-invitation.ts';

/** Adds `/api/v1/invitations`. */
export function addInvitationRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { invitations, clock } = deps;
  app.openapi(listRoute, async (context) => {
    const all = await invitations.list(await organizationOf(deps, context));
    const page = pageOf(all, context.req.valid('query'), (invitation) => invitation.id);
    return context.json(
      presentPage(page, (invitation) => presentInvitation(invitation, clock.nowMs())),
      200,
    );
  });
  app.openapi(getRoute, async (context) => {
    const invitation = await invitations.get(pathId('inv', context.req.valid('param').id));
    return context.json(presentInvitation(invitation, clock.nowMs()), 200);
  });
  app.openapi(revokeRoute, async (context) => {
    const id = pathId('inv', context.req.valid('param').id);
    await invitations.revoke(id);
    return context.json({ id, object: 'invitation', deleted: true as const }, 200);
  });
  addJoining(app, deps);
}

function addJoining(app: ManagementApp, deps: ManagementDeps): void {
  const { invitations, clock } = deps;
  app.openapi(createInvitationRoute, async (context) => {
    const { email, role } = context.req.valid('json');
    const actor = context.get('actor');
    const { invitation, token } = await invitations.create({
      organizationId: await organizationOf(deps, context),
      ...{ email, role, invitedBy: actor.name, by: actingRole(actor) },
    });
    const link = linkOf(deps.publicUrl, token);
    await send(deps, invitation, link);
    const shown = { token: token.reveal(), ...(link === null ? {} : { link: link.reveal() }) };
    return context.json({ ...presentInvitation(invitation, clock.nowMs()), ...shown }, 201);
  });
  app.openapi(acceptRoute, async (context) => {
    const { userId, email } = context.get('actor');
    if (userId === null || email === null) {
      throw new Refusal('management_forbidden', { message: 'Only a person who is signed in can join' });
    }
    const member = await invitations.accept(context.req.valid('json').token, { userId, email });
    return context.json(presentMember(member), 200);
  });
}

/** The token stands behind the `#`, which browsers send to no server, so that no log holds it. */
function linkOf(publicUrl: string | null, token: Secret): Secret | null {
  return publicUrl === null
    ? null
    : new Secret(`${publicUrl.replace(/\/$/, '')}${CONSOLE_PATH}/invitation#${token.reveal()}`);
}

async function send(deps: ManagementDeps, invitation: Invitation, link: Secret | null): Promise<void> {
  if (deps.sendInvitation !== undefined && link !== null) {
    const { name } = await deps.organizations.get(invitation.organizationId);
    await deps.sendInvitation({ ...invitation, organizationName: name, link });
  }
}
