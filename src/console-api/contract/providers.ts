import { z } from '@hono/zod-openapi';
import { listOf } from './route-parts.ts';

/** A kind of upstream that a channel or a provider key can name. */
export const ProviderJson = z
  .object({
    id: z.string().openapi({ description: 'What a channel writes as its provider' }),
    object: z.literal('provider'),
    platform: z.string(),
    default_base_url: z.string().nullable().openapi({ description: 'Null where a channel must name one' }),
    needs_credential: z.boolean(),
    makes: z.array(z.enum(['text', 'image', 'video', 'music'])).openapi({
      description: 'Text at once; the others in media tasks',
    }),
  })
  .openapi('Provider');

/** Every kind of upstream. */
export const ProviderList = listOf(ProviderJson);
