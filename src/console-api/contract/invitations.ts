import { z } from '@hono/zod-openapi';
import { RoleInput } from './members.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp } from './values.ts';

/** An invitation as it is answered. `token` and `link` are in the answer of create alone. */
export const InvitationJson = z
  .object({
    id: z.string(),
    object: z.literal('invitation'),
    organization_id: z.string(),
    email: z.string(),
    role: RoleInput,
    invited_by: z.string(),
    status: z.enum(['open', 'accepted', 'expired']),
    expires_at: Timestamp,
    accepted_at: Timestamp.nullable(),
    created_at: Timestamp,
    token: z.string().optional(),
    link: z.string().optional().openapi({ description: 'Where the console accepts it; needs BASE_URL' }),
  })
  .openapi('Invitation');

/** The body of `POST /api/v1/invitations`. */
export const NewInvitation = z
  .strictObject({
    email: z.email().max(254),
    role: RoleInput.default('member'),
    organization_id: idInput('org').optional(),
  })
  .openapi('NewInvitation');

/** The body of `POST /api/v1/invitations/accept`. */
export const AcceptInvitation = z
  .strictObject({ token: z.string().min(1).max(200) })
  .openapi('AcceptInvitation');

/** What the list of invitations can be asked for. */
export const InvitationListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
});
