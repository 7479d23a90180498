import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, TimestampInput, Usd, UsdInput } from './values.ts';

const NOT_ENFORCED =
  'this version of the gateway does not enforce it, so it cannot be set; leave it out or send it empty';

const NoLimit = z.null(NOT_ENFORCED);
const NoList = z.array(z.unknown()).max(0, NOT_ENFORCED);

/** A key as it is answered. `key` is in the answers of create and reveal alone. */
export const ApiKeyJson = z
  .object({
    id: z.string(),
    object: z.literal('api_key'),
    name: z.string(),
    key: z.string().optional(),
    preview: z.string(),
    type: z.enum(['general', 'image']),
    organization_id: z.string(),
    project_id: z.string(),
    group_id: z.string().nullable(),
    image_batch_group_id: z.string().nullable(),
    status: z.enum(['active', 'inactive', 'deleted', 'expired', 'exhausted']),
    expires_at: Timestamp.nullable(),
    quota: Usd.nullable(),
    quota_used: Usd,
    limits: z.object({ rpm: z.null(), tpm: z.null(), concurrency: z.null() }),
    spend_windows: z.object({ '5h': z.null(), '1d': z.null(), '7d': z.null(), '30d': z.null() }),
    models: z.array(z.string()),
    ip_allow: z.array(z.string()),
    ip_deny: z.array(z.string()),
    iam_rules: z.array(z.unknown()),
    tags: z.record(z.string(), z.string()),
    last_used_at: Timestamp.nullable(),
    created_at: Timestamp,
  })
  .openapi('ApiKey');

/** The key string alone, as reveal answers it. */
export const RevealedKeyJson = z
  .object({ id: z.string(), object: z.literal('api_key'), key: z.string() })
  .openapi('RevealedApiKey');

const editable = {
  group: Name.optional().openapi({ description: 'The name of a group, in place of group_id' }),
  group_id: idInput('grp').nullish(),
  image_batch_group: Name.optional().openapi({ description: 'A name, in place of image_batch_group_id' }),
  image_batch_group_id: idInput('ibg').nullish(),
  expires_at: TimestampInput.nullish(),
  quota: UsdInput.nullish().openapi({ description: 'null is unlimited' }),
  models: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  limits: z
    .strictObject({
      rpm: NoLimit.optional(),
      tpm: NoLimit.optional(),
      concurrency: NoLimit.optional(),
    })
    .nullish(),
  spend_windows: z
    .strictObject({
      '5h': NoLimit.optional(),
      '1d': NoLimit.optional(),
      '7d': NoLimit.optional(),
      '30d': NoLimit.optional(),
    })
    .nullish(),
  ip_allow: NoList.nullish(),
  ip_deny: NoList.nullish(),
  iam_rules: NoList.nullish(),
};

/** The body of `POST /api/v1/keys`. */
export const NewApiKey = z
  .strictObject({
    name: Name,
    project: Name.optional().openapi({ description: 'The name of a project, in place of project_id' }),
    project_id: idInput('proj').optional(),
    value: z.string().nullish().openapi({ description: 'A custom key; without it one is generated' }),
    ...editable,
  })
  .openapi('NewApiKey');

/** The body of `PATCH /api/v1/keys/{id}`: what is left out stays. */
export const ApiKeyPatch = z
  .strictObject({
    name: Name.optional(),
    status: z.enum(['active', 'inactive']).optional(),
    ...editable,
  })
  .openapi('ApiKeyPatch');

/** What the list of keys can be asked for. */
export const KeyListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
  status: z.enum(['active', 'inactive', 'deleted']).optional(),
  search: z.string().min(1).max(200).optional().openapi({ description: 'Part of a name, or the last four' }),
});
