import { z } from '@hono/zod-openapi';
import { RoleInput } from './members.ts';
import { Timestamp } from './values.ts';

/** Who calls, and what they may do where. */
export const MeJson = z
  .object({
    object: z.literal('me'),
    kind: z.enum(['operator', 'management-key', 'person']),
    name: z.string(),
    user_id: z.string().nullable(),
    email: z.string().nullable(),
    signed_in_at: Timestamp.nullable(),
    organization_id: z.string().nullable().openapi({
      description: 'What requests are about that name no organization; null is every one',
    }),
    permissions: z.array(z.string()).openapi({ description: 'In that organization' }),
    organizations: z.array(
      z.object({ id: z.string(), name: z.string(), role: RoleInput, permissions: z.array(z.string()) }),
    ),
  })
  .openapi('Me');
