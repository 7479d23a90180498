import { z } from '@hono/zod-openapi';
import { retryInputSchema, timeoutsInputSchema } from '../../routing/index.ts';
import { LIST_QUERY } from './route-parts.ts';
import { Name, Timestamp } from './values.ts';

/** Whether something is used. */
export const Status = z.enum(['active', 'inactive']);
const Credentials = z.array(z.string().min(1).max(10_000)).max(1_000);
const ModelName = z.string().min(1).max(200);
/** The models that something serves: names, or names with what the upstream calls them. */
export const Models = z
  .array(z.union([ModelName, z.strictObject({ name: ModelName, upstream: ModelName })]))
  .max(10_000);
const Names = z.array(Name).max(1_000);

/** How one credential of a channel is: what it rests from, and until when. */
const CredentialJson = z.object({
  last4: z.string(),
  state: z.enum(['healthy', 'resting', 'probing', 'revoked']),
  running: z.number().int().openapi({ description: 'Requests under way' }),
  rests: z.array(
    z.object({
      model: z.string().nullable().openapi({ description: 'Null for all models' }),
      failures: z.number().int().openapi({ description: 'In a row' }),
      last_error: z.string(),
      until: Timestamp,
    }),
  ),
});

/** A channel as it is answered. Of its credentials only the ends are ever shown. */
export const ChannelJson = z
  .object({
    id: z.string(),
    object: z.literal('channel'),
    name: z.string(),
    provider: z.string(),
    base_url: z.string(),
    credentials: z.array(CredentialJson),
    models: z.array(z.object({ name: z.string(), upstream: z.string() })),
    groups: z.array(z.string()),
    group_ids: z.array(z.string()),
    image_batch_groups: z.array(z.string()),
    image_batch_group_ids: z.array(z.string()),
    priority: z.number().int(),
    weight: z.number().int(),
    concurrency: z.number().int(),
    credential_concurrency: z.number().int(),
    retry: retryInputSchema.nullable(),
    timeouts: timeoutsInputSchema.nullable(),
    allow_private: z.boolean(),
    status: Status,
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .openapi('Channel');

/** The body of `POST /api/v1/channels`; groups by name. */
export const NewChannel = z
  .strictObject({
    name: Name,
    provider: z.string().min(1).max(100),
    base_url: z.string().max(2_000).nullish(),
    credentials: Credentials.default([]),
    models: Models.default([]),
    groups: Names.default([]),
    image_batch_groups: Names.default([]),
    priority: z.int().min(0).max(1_000_000).default(0),
    weight: z.int().min(1).max(1_000_000).default(1),
    concurrency: z.int().min(0).max(1_000_000).default(0),
    credential_concurrency: z.int().min(0).max(1_000_000).default(0),
    retry: retryInputSchema.nullable().default(null),
    timeouts: timeoutsInputSchema.nullable().default(null),
    allow_private: z.boolean().default(false),
    status: Status.default('active'),
  })
  .openapi('NewChannel');

/** The body of `PATCH /api/v1/channels/{id}`. Credentials are replaced as a whole. */
export const ChannelPatch = z
  .strictObject({
    name: Name.optional(),
    base_url: z.string().max(2_000).nullish(),
    credentials: Credentials.optional(),
    models: Models.optional(),
    groups: Names.optional(),
    image_batch_groups: Names.optional(),
    priority: z.int().min(0).max(1_000_000).optional(),
    weight: z.int().min(1).max(1_000_000).optional(),
    concurrency: z.int().min(0).max(1_000_000).optional(),
    credential_concurrency: z.int().min(0).max(1_000_000).optional(),
    retry: retryInputSchema.nullable().optional(),
    timeouts: timeoutsInputSchema.nullable().optional(),
    allow_private: z.boolean().optional(),
    status: Status.optional(),
  })
  .openapi('ChannelPatch');

/** What the list of channels can be asked for. */
export const ChannelListQuery = z.strictObject(LIST_QUERY);

/** A session that keeps to a channel. What names it stays with whoever named it. */
export const BindingJson = z
  .object({
    object: z.literal('session'),
    organization_id: z.string(),
    model: z.string(),
    last4: z.string().nullable().openapi({ description: 'Of the credential it keeps to' }),
    used_at: Timestamp,
  })
  .openapi('ChannelSession');

/** How many sessions of a channel can be asked for; they come and go too fast for pages. */
export const AffinityQuery = z.strictObject({ limit: LIST_QUERY.limit });

/** What was cleared. */
export const ClearedJson = z
  .object({ object: z.literal('cleared'), sessions: z.number().int() })
  .openapi('ClearedSessions');

/** What a live test of a channel found, a credential each. */
export const ChannelTestJson = z
  .object({
    object: z.literal('channel_test'),
    channel_id: z.string(),
    ok: z.boolean().openapi({ description: 'Whether every credential works' }),
    credentials: z.array(
      z.object({
        last4: z.string().nullable().openapi({ description: 'Null for a channel without credentials' }),
        ok: z.boolean(),
        status: z.number().int().nullable().openapi({ description: 'Null when nothing answered' }),
        reason: z.string().nullable(),
        total_ms: z.number().int(),
      }),
    ),
  })
  .openapi('ChannelTest');
