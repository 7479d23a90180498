export type { Invitation } from './invitation-store.ts';
export { createInvitationService, type InvitationService } from './invitations.ts';
export {
  ALL_PERMISSIONS,
  isPermission,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  type Reach,
  ROLE_PERMISSIONS,
  ROLES,
  type Role,
  type Scope,
} from './permissions.ts';
export { createMemberService, type MemberService } from './service.ts';
export type { Member, Membership } from './store.ts';
