import type { z } from '@hono/zod-openapi';
import type { Invitation } from '../../members/index.ts';
import type { InvitationJson } from '../contract/invitations.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** An invitation as it is answered, without its token. */
export function presentInvitation(invitation: Invitation, nowMs: number): z.infer<typeof InvitationJson> {
  return {
    id: invitation.id,
    object: 'invitation',
    organization_id: invitation.organizationId,
    email: invitation.email,
    role: invitation.role,
    invited_by: invitation.invitedBy,
    status: statusOf(invitation, nowMs),
    expires_at: formatTime(invitation.expiresAtMs),
    accepted_at: formatTimeOrNull(invitation.acceptedAtMs),
    created_at: formatTime(invitation.createdAtMs),
  };
}

function statusOf(invitation: Invitation, nowMs: number): 'open' | 'accepted' | 'expired' {
  if (invitation.acceptedAtMs !== null) {
    return 'accepted';
  }
  return invitation.expiresAtMs > nowMs ? 'open' : 'expired';
}
