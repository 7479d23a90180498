import type { Id } from '../../core/ids.ts';
import { permissionsOf } from '../../members/index.ts';
import type { Actor } from '../context.ts';

/**
 * The same caller as it acts in one organization, with what it is and may do there; null for a stranger.
 * Null as an organization is every one for who may act in all of them, else the caller's own.
 */
export function actingIn(actor: Actor, organizationId: Id<'org'> | null): Actor | null {
  if (organizationId === null || organizationId === actor.organizationId) {
    return actor;
  }
  if (actor.kind === 'person') {
    const membership = actor.memberships.find((one) => one.organizationId === organizationId);
    return membership === undefined
      ? null
      : { ...actor, organizationId, role: membership.role, scopes: permissionsOf(membership.role) };
  }
  return actor.organizationId === null ? { ...actor, organizationId } : null;
}
