import { z } from '@hono/zod-openapi';
import { ROLES } from '../../members/index.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp } from './values.ts';

/** The roles of a member. */
export const RoleInput = z.enum(ROLES);

/** A member as it is answered. */
export const MemberJson = z
  .object({
    id: z.string(),
    object: z.literal('member'),
    organization_id: z.string(),
    user_id: z.string(),
    email: z.string().nullable().openapi({ description: 'Null for a person who is gone' }),
    name: z.string().nullable(),
    role: RoleInput,
    created_at: Timestamp,
  })
  .openapi('Member');

/** The body of `PATCH /api/v1/members/{id}`. */
export const MemberPatch = z.strictObject({ role: RoleInput }).openapi('MemberPatch');

/** What the list of members can be asked for. */
export const MemberListQuery = z.strictObject({ ...LIST_QUERY, organization_id: idInput('org').optional() });
