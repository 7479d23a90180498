import { Refusal } from '../core/refusal.ts';
import { isRoleAtLeast, type Role } from './permissions.ts';

/**
 * Nobody hands out, takes away or changes a role above their own, so an admin never makes or unmakes an
 * owner.
 * @throws {Refusal} `management_forbidden`.
 */
export function checkMayTouch(by: Role, ...roles: readonly Role[]): void {
  const above = roles.find((role) => !isRoleAtLeast(by, role));
  if (above !== undefined) {
    throw new Refusal('management_forbidden', { message: `Only an ${above} may do this to an ${above}` });
  }
}

/**
 * An organization always has an owner.
 * @throws {Refusal} `conflict` when the one who stops being an owner is the last.
 */
export function checkOwnerStays(
  members: readonly { readonly id: string; readonly role: Role }[],
  leavingId: string,
): void {
  const leaving = members.find(({ id }) => id === leavingId);
  if (leaving?.role === 'owner' && !members.some(({ id, role }) => role === 'owner' && id !== leavingId)) {
    throw new Refusal('conflict', {
      message: 'this is the last owner of the organization; make somebody else an owner first',
    });
  }
}
