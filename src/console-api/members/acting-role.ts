import type { Role } from '../../members/index.ts';
import type { Actor } from '../context.ts';

/** As what a caller changes members: an operator as an owner, a management key at most as an admin. */
export function actingRole(actor: Actor): Role {
  if (actor.kind === 'operator') {
    return 'owner';
  }
  return actor.kind === 'management-key' ? 'admin' : (actor.role ?? 'viewer');
}
