import { createRoute } from '@hono/zod-openapi';
import {
  AcceptInvitation,
  InvitationJson,
  InvitationListQuery,
  NewInvitation,
} from '../contract/invitations.ts';
import { MemberJson } from '../contract/members.ts';
import { answer, body, Deleted, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';

const tags = ['invitations'];
const path = '/api/v1/invitations';
const permission = 'members:write';
const target = 'invitation';

/** Lists the invitations of an organization. */
export const listRoute = createRoute({
  tags,
  ...governed({ permission, target, action: null }),
  method: 'get',
  path,
  summary: 'List invitations, newest first',
  request: { query: InvitationListQuery },
  responses: { 200: answer('A part of the list', listOf(InvitationJson)), ...REFUSALS },
});

/** Shows an invitation, without its token. */
export const getRoute = createRoute({
  tags,
  ...governed({ permission, target, action: null }),
  method: 'get',
  path: `${path}/{id}`,
  summary: 'Show an invitation',
  request: { params: IdParam },
  responses: { 200: answer('The invitation', InvitationJson), ...REFUSALS },
});

/** Invites somebody. */
export const createInvitationRoute = createRoute({
  tags,
  ...governed({ permission, target, action: 'invitation.create' }),
  method: 'post',
  path,
  summary: 'Invite an e-mail address; the token is shown here alone, and holds for seven days',
  request: { body: body(NewInvitation) },
  responses: { 201: answer('The invitation with its token', InvitationJson), ...REFUSALS },
});

/** Takes an invitation back. */
export const revokeRoute = createRoute({
  tags,
  ...governed({ permission, target, action: 'invitation.revoke' }),
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Revoke an invitation that was not accepted',
  request: { params: IdParam },
  responses: { 200: answer('What was revoked', Deleted), ...REFUSALS },
});

/** Accepts an invitation: by anybody who is signed in, since the invited are no members yet. */
export const acceptRoute = createRoute({
  tags,
  ...governed({ permission: null, target: 'member', action: 'invitation.accept' }),
  method: 'post',
  path: `${path}/accept`,
  summary: 'Join an organization; the invitation must be for the e-mail address of who is signed in',
  request: { body: body(AcceptInvitation) },
  responses: { 200: answer('The member you are now', MemberJson), ...REFUSALS },
});
