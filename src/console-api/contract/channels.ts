import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { Name, Timestamp } from './values.ts';

const Status = z.enum(['active', 'inactive']);
const Credentials = z.array(z.string().min(1).max(10_000)).max(1_000);
const ModelName = z.string().min(1).max(200);
const Models = z
  .array(z.union([ModelName, z.strictObject({ name: ModelName, upstream: ModelName })]))
  .max(10_000);
const Names = z.array(Name).max(1_000);

/** A channel as it is answered. Of its credentials only the ends are ever shown. */
export const ChannelJson = z
  .object({
    id: z.string(),
    object: z.literal('channel'),
    name: z.string(),
    provider: z.string(),
    base_url: z.string(),
    credentials: z.array(z.object({ last4: z.string() })),
    models: z.array(z.object({ name: z.string(), upstream: z.string() })),
    groups: z.array(z.string()),
    group_ids: z.array(z.string()),
    image_batch_groups: z.array(z.string()),
    image_batch_group_ids: z.array(z.string()),
    priority: z.number().int(),
    weight: z.number().int(),
    concurrency: z.number().int(),
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
    allow_private: z.boolean().optional(),
    status: Status.optional(),
  })
  .openapi('ChannelPatch');

/** What the list of channels can be asked for. */
export const ChannelListQuery = z.strictObject(LIST_QUERY);
