import type { z } from '@hono/zod-openapi';
import type { Member } from '../../members/index.ts';
import type { MemberJson } from '../contract/members.ts';
import { formatTime } from '../moments.ts';

/** A member as it is answered; with what sign-in knows of the person. */
export function presentMember(
  member: Member,
  person?: { readonly email: string; readonly name: string },
): z.infer<typeof MemberJson> {
  return {
    id: member.id,
    object: 'member',
    organization_id: member.organizationId,
    user_id: member.userId,
    email: person?.email ?? null,
    name: person?.name ?? null,
    role: member.role,
    created_at: formatTime(member.createdAtMs),
  };
}
