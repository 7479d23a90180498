import { z } from '@hono/zod-openapi';
import { KEY_SORTS } from '../../keys/api-key.ts';
import { AddressList, IamRules, IamRulesJson } from './policies.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, TimestampInput, Usd, UsdInput } from './values.ts';

const STATUSES = ['active', 'inactive', 'deleted', 'expired', 'exhausted'] as const;
const Count = z.number().int();
const SpendLimit = Usd.nullable();

/** A key as it is answered. `spend_windows_used` is in the answer of one key alone. `key` is in the answers of create and rotate alone, and in that of reveal. */
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
    status: z.enum(STATUSES),
    expires_at: Timestamp.nullable(),
    quota: Usd.nullable(),
    quota_used: Usd,
    limits: z.object({
      rpm: Count.nullable(),
      tpm: Count.nullable(),
      concurrency: Count.nullable(),
      queue_limit: Count,
    }),
    spend_windows: z.object({ '5h': SpendLimit, '1d': SpendLimit, '7d': SpendLimit, '30d': SpendLimit }),
    spend_windows_used: z
      .object({ '5h': Usd, '1d': Usd, '7d': Usd, '30d': Usd })
      .optional()
      .openapi({ description: 'Spent in each window so far; only of one key' }),
    models: z.array(z.string()),
    ip_allow: z.array(z.string()),
    ip_deny: z.array(z.string()),
    iam_rules: IamRulesJson,
    default_model: z.string().nullable(),
    tags: z.record(z.string(), z.string()),
    created_by: z.string().nullable().openapi({ description: 'The person who made it' }),
    leaked_at: Timestamp.nullable().openapi({
      description: 'When it was reported as leaked, which disabled it; null again after a rotation',
    }),
    last_used_at: Timestamp.nullable(),
    created_at: Timestamp,
  })
  .openapi('ApiKey');

/** The key string alone, as reveal answers it. */
export const RevealedKeyJson = z
  .object({ id: z.string(), object: z.literal('api_key'), key: z.string() })
  .openapi('RevealedApiKey');

const Limit = z.number('must be a whole number').nullish();
const CustomValue = z
  .string()
  .nullish()
  .openapi({ description: 'A custom key; without it one is generated' });

/** In a patch, what is left out of an object stays, and null for the whole object clears all of it. */
const editable = {
  group: Name.optional().openapi({ description: 'The name of a group, in place of group_id' }),
  group_id: idInput('grp').nullish(),
  image_batch_group: Name.optional().openapi({ description: 'A name, in place of image_batch_group_id' }),
  image_batch_group_id: idInput('ibg').nullish(),
  expires_at: TimestampInput.nullish().openapi({ description: 'null is permanent' }),
  quota: UsdInput.nullish().openapi({ description: 'null is unlimited' }),
  limits: z.strictObject({ rpm: Limit, tpm: Limit, concurrency: Limit, queue_limit: Limit }).nullish(),
  spend_windows: z
    .strictObject({
      '5h': UsdInput.nullish(),
      '1d': UsdInput.nullish(),
      '7d': UsdInput.nullish(),
      '30d': UsdInput.nullish(),
    })
    .nullish()
    .openapi({ description: 'The most it may spend in each rolling window; null is unlimited' }),
  models: z.array(z.string()).nullish().openapi({ description: 'Patterns with *; empty is every model' }),
  ip_allow: AddressList.nullish().openapi({ description: 'Addresses and networks; empty is everywhere' }),
  ip_deny: AddressList.nullish().openapi({ description: 'They win over ip_allow' }),
  iam_rules: IamRules.nullish(),
  default_model: z.string().nullish().openapi({ description: 'For requests that name no model' }),
  tags: z.record(z.string(), z.string()).nullish(),
};

/** The body of `POST /api/v1/keys`. */
export const NewApiKey = z
  .strictObject({
    name: Name,
    organization_id: idInput('org').optional(),
    project: Name.optional().openapi({ description: 'The name of a project, in place of project_id' }),
    project_id: idInput('proj').optional(),
    value: CustomValue,
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

/** The body of `POST /api/v1/keys/{id}/rotate`. */
export const KeyRotation = z
  .strictObject({
    overlap_s: z
      .number('must be a whole number of seconds')
      .optional()
      .openapi({ description: 'How long the old string goes on working: 0 to 30 days; a day by default' }),
    value: CustomValue,
  })
  .openapi('KeyRotation');

/** The body of `POST /api/v1/keys/bulk`. */
export const KeyBulk = z
  .strictObject({
    ids: z.array(z.string().max(100)).min(1).max(100),
    action: z.enum(['enable', 'disable', 'delete']),
  })
  .openapi('KeyBulk');

/** What became of each key of a bulk, in the order of the request. */
export const KeyBulkJson = z
  .object({
    object: z.literal('key_bulk'),
    data: z.array(
      z.object({
        id: z.string(),
        status: z.enum(['done', 'refused']),
        error: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .openapi('KeyBulkResult');

const LeakedKey = z.string().max(1_000);

/** The body of `POST /api/v1/keys/leaked`: one string or several. */
export const LeakReport = z
  .strictObject({ key: LeakedKey.optional(), keys: z.array(LeakedKey).max(1_000).optional() })
  .refine(({ key, keys }) => (key === undefined) !== (keys === undefined), 'send either key or keys')
  .openapi('LeakReport');

/** How many strings a report stopped, and nothing else. */
export const LeakReportJson = z
  .object({ object: z.literal('leak_report'), disabled: Count })
  .openapi('LeakReportResult');

/** What the list of keys can be asked for. */
export const KeyListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  project_id: idInput('proj').optional(),
  status: z.enum(STATUSES).optional().openapi({ description: 'As it is shown; without it all but deleted' }),
  type: z.enum(['general', 'image']).optional(),
  group_id: idInput('grp').optional(),
  image_batch_group_id: idInput('ibg').optional(),
  created_by: z.string().min(1).max(200).optional().openapi({ description: 'The id of a person' }),
  tag: z.string().min(1).max(600).optional().openapi({ description: 'A name, or name=value' }),
  search: z.string().min(1).max(200).optional().openapi({ description: 'Part of a name, or the last four' }),
  sort: z.enum(KEY_SORTS).default('created_at'),
  order: z.enum(['asc', 'desc']).optional().openapi({ description: 'asc for names, else desc by default' }),
});
