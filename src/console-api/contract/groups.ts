import { z } from '@hono/zod-openapi';
import { PLATFORMS } from '../../dialects/index.ts';
import { retryInputSchema } from '../../routing/index.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, MultiplierInput, Name, Timestamp, Usd } from './values.ts';

const Platforms = z.array(z.enum(PLATFORMS)).min(1);
const ModelNames = z.array(z.string().min(1).max(200)).max(1_000);
/** Organizations, or null for everyone. */
const VisibleTo = z.array(idInput('org')).max(10_000).nullable();
const PricesBySize = z.record(z.string().min(1).max(50), Usd);

/** A group as it is answered. */
export const GroupJson = z
  .object({
    id: z.string(),
    object: z.literal('group'),
    name: z.string(),
    platforms: z.array(z.string()),
    multiplier: z.string().openapi({ example: '1.25' }),
    translate: z.boolean(),
    retry: retryInputSchema.nullable(),
    visible_to: z.array(z.string()).nullable().openapi({ description: 'Organizations; null is everyone' }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .openapi('Group');

/** The body of `POST /api/v1/groups`. */
export const NewGroup = z
  .strictObject({
    name: Name,
    platforms: Platforms,
    multiplier: MultiplierInput.optional(),
    translate: z.boolean().default(true),
    retry: retryInputSchema.nullable().default(null),
    visible_to: VisibleTo.default(null),
  })
  .openapi('NewGroup');

/** The body of `PATCH /api/v1/groups/{id}`. */
export const GroupPatch = z
  .strictObject({
    name: Name.optional(),
    platforms: Platforms.optional(),
    multiplier: MultiplierInput.optional(),
    translate: z.boolean().optional(),
    retry: retryInputSchema.nullable().optional(),
    visible_to: VisibleTo.optional(),
  })
  .openapi('GroupPatch');

/** An image batch group as it is answered. */
export const ImageBatchGroupJson = z
  .object({
    id: z.string(),
    object: z.literal('image_batch_group'),
    name: z.string(),
    models: z.array(z.string()),
    concurrency: z.number().int(),
    queue_limit: z.number().int(),
    prices: z.record(z.string(), z.string()),
    visible_to: z.array(z.string()).nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .openapi('ImageBatchGroup');

/** The body of `POST /api/v1/image-batch-groups`. */
export const NewImageBatchGroup = z
  .strictObject({
    name: Name,
    models: ModelNames.default([]),
    concurrency: z.int().min(1).max(100_000).default(4),
    queue_limit: z.int().min(0).max(1_000_000).default(100),
    prices: PricesBySize.default({}),
    visible_to: VisibleTo.default(null),
  })
  .openapi('NewImageBatchGroup');

/** The body of `PATCH /api/v1/image-batch-groups/{id}`. */
export const ImageBatchGroupPatch = z
  .strictObject({
    name: Name.optional(),
    models: ModelNames.optional(),
    concurrency: z.int().min(1).max(100_000).optional(),
    queue_limit: z.int().min(0).max(1_000_000).optional(),
    prices: PricesBySize.optional(),
    visible_to: VisibleTo.optional(),
  })
  .openapi('ImageBatchGroupPatch');

/** What the lists of groups can be asked for. */
export const GroupListQuery = z.strictObject({ ...LIST_QUERY, organization_id: idInput('org').optional() });
