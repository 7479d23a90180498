import { z } from '@hono/zod-openapi';

/** What an application of a configuration file changed. */
export const AppliedJson = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        change: z.enum(['created', 'updated', 'deleted', 'unchanged']),
        kind: z.string(),
        name: z.string(),
        fields: z.array(z.string()),
      }),
    ),
  })
  .openapi('AppliedConfiguration');
