import { Refusal } from '../../core/refusal.ts';
import { type Permission, type Reach, ROLE_PERMISSIONS } from '../../members/index.ts';
import type { Actor } from '../context.ts';

/**
 * Refuses what a caller may not do in the organization it acts in; with something that is acted on, also
 * where the caller's permission reaches its own alone.
 * @throws {Refusal} `management_forbidden` naming the permission.
 */
export function checkPermission(
  actor: Actor,
  permission: Permission,
  target: { readonly ownerId: string | null } | null,
): void {
  const reach = reachOf(actor, permission);
  if (reach === null) {
    throw new Refusal('management_forbidden', { message: `This needs the permission ${permission}` });
  }
  if (reach === 'own' && target !== null && target.ownerId !== actor.userId) {
    throw new Refusal('management_forbidden', {
      message: `You have the permission ${permission} for your own alone`,
    });
  }
}

/** Whether no role has a permission, so that it is the operator's alone. */
export function isOperatorsAlone(permission: Permission): boolean {
  return Object.values(ROLE_PERMISSIONS).every((allowed) => allowed[permission] === undefined);
}

/** How far a permission of a caller reaches; null when it does not have it. */
function reachOf(actor: Actor, permission: Permission): Reach | null {
  if (!actor.scopes.includes(permission)) {
    return null;
  }
  return actor.role === null ? 'all' : (ROLE_PERMISSIONS[actor.role][permission] ?? null);
}
