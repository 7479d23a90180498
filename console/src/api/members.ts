import type { z } from 'zod';
import type { InvitationJson, NewInvitation } from '../../../src/console-api/contract/invitations.ts';
import type { MemberJson } from '../../../src/console-api/contract/members.ts';
import { patch, post, remove } from './client.ts';
import { listOptions } from './lists.ts';
import { queryClient } from './query-client.ts';

/** A person in an organization. */
export type Member = z.output<typeof MemberJson>;
/** What somebody is there. */
export type Role = Member['role'];
/** A person who was asked to join. */
export type Invitation = z.output<typeof InvitationJson>;

/** The roles, from the one that may do most. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const satisfies readonly Role[];

/** The members of an organization. */
export function membersOptions(organizationId: string | undefined) {
  return listOptions<Member>('members', '/api/v1/members', { organization_id: organizationId });
}

/** Those who were invited into it. */
export function invitationsOptions(organizationId: string | undefined) {
  return listOptions<Invitation>('invitations', '/api/v1/invitations', { organization_id: organizationId });
}

/** Gives a member another role. @throws {ApiError} */
export async function changeRole(id: string, role: Role): Promise<unknown> {
  return changed('members', await patch(`/api/v1/members/${id}`, { role }));
}

/** Removes a member. @throws {ApiError} */
export async function removeMember(id: string): Promise<unknown> {
  return changed('members', await remove(`/api/v1/members/${id}`));
}

/** Invites a person; the answer alone has the link. @throws {ApiError} */
export async function invite(body: z.input<typeof NewInvitation>): Promise<Invitation> {
  return changed('invitations', await post<Invitation>('/api/v1/invitations', body));
}

/** Takes an invitation back. @throws {ApiError} */
export async function revokeInvitation(id: string): Promise<unknown> {
  return changed('invitations', await remove(`/api/v1/invitations/${id}`));
}

async function changed<Answer>(resource: string, answer: Answer): Promise<Answer> {
  await queryClient.invalidateQueries({ queryKey: [resource] });
  return answer;
}
