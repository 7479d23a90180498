import { z } from '@hono/zod-openapi';
import { Models, Status } from './channels.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp } from './values.ts';

const Credential = z.string().min(1).max(10_000);

/** A provider key as it is answered. Of its credential only the end is ever shown. */
export const ProviderKeyJson = z
  .object({
    id: z.string(),
    object: z.literal('provider_key'),
    organization_id: z.string(),
    name: z.string(),
    provider: z.string(),
    base_url: z.string(),
    credential: z.object({ last4: z.string() }),
    models: z.array(z.object({ name: z.string(), upstream: z.string() })),
    status: Status,
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .openapi('ProviderKey');

/** The body of `POST /api/v1/provider-keys`. The credential is tested at its provider before it is stored. */
export const NewProviderKey = z
  .strictObject({
    name: Name,
    organization_id: idInput('org').optional(),
    provider: z.string().min(1).max(100),
    base_url: z.string().max(2_000).nullish(),
    credential: Credential,
    models: Models.default([]).openapi({ description: 'Empty for every priced model of the provider' }),
    status: Status.default('active'),
  })
  .openapi('NewProviderKey');

/** The body of `PATCH /api/v1/provider-keys/{id}`. Whose it is and which provider never change. */
export const ProviderKeyPatch = z
  .strictObject({
    name: Name.optional(),
    base_url: z.string().max(2_000).nullish(),
    credential: Credential.optional(),
    models: Models.optional(),
    status: Status.optional(),
  })
  .openapi('ProviderKeyPatch');

/** What the list of provider keys can be asked for. */
export const ProviderKeyListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
});
