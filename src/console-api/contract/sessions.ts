import { z } from '@hono/zod-openapi';
import { listOf } from './route-parts.ts';
import { Timestamp } from './values.ts';

/** A session as it is answered; nothing in it opens it. */
const SessionJson = z
  .object({
    id: z.string(),
    object: z.literal('session'),
    address: z.string().nullable().openapi({ description: 'Where it was begun from' }),
    user_agent: z.string().nullable(),
    created_at: Timestamp,
    expires_at: Timestamp,
    is_current: z.boolean().openapi({ description: 'Whether it is the one that asks' }),
  })
  .openapi('Session');

/** All the sessions of a person. */
export const SessionList = listOf(SessionJson);
