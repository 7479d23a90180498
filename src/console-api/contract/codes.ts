import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, TimestampInput, Usd, UsdInput } from './values.ts';

/** Codes that were made together. */
export const CodeBatchJson = z
  .object({
    id: z.string(),
    object: z.literal('code_batch'),
    name: z.string(),
    amount: Usd.openapi({ description: 'What each code is worth' }),
    count: z.number(),
    redeemed: z.number(),
    disabled: z.number(),
    expires_at: Timestamp.nullable(),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .openapi('CodeBatch');

const ShownCodeJson = z.object({ id: z.string(), code: z.string() });

/** A batch with its codes. */
export const NewCodeBatchJson = CodeBatchJson.extend({ codes: z.array(ShownCodeJson) }).openapi(
  'CodeBatchWithCodes',
);

/** The codes of a batch that may still be redeemed. */
export const RevealedCodesJson = z
  .object({ id: z.string(), object: z.literal('code_batch'), codes: z.array(ShownCodeJson) })
  .openapi('RevealedCodes');

/** The body of `POST /api/v1/codes`. */
export const CodeBatchBody = z
  .strictObject({
    name: Name,
    amount: UsdInput,
    count: z.number().int().min(1).max(1_000).default(1),
    expires_at: TimestampInput.nullable().optional(),
  })
  .openapi('NewCodeBatch');

const STATUSES = ['active', 'disabled', 'redeemed', 'expired'] as const;

/** A code, never its string. */
export const CodeJson = z
  .object({
    id: z.string(),
    object: z.literal('code'),
    batch_id: z.string(),
    amount: Usd,
    last4: z.string(),
    status: z.enum(STATUSES),
    expires_at: Timestamp.nullable(),
    organization_id: z.string().nullable().openapi({ description: 'Who redeemed it' }),
    redeemed_at: Timestamp.nullable(),
    redeemed_by: z.string().nullable(),
  })
  .openapi('Code');

/** What can be changed of a code, or of all codes of a batch that nobody redeemed. */
export const CodePatch = z.strictObject({ status: z.enum(['active', 'disabled']) }).openapi('CodePatch');

/** What the list of codes can be asked for. */
export const CodeListQuery = z.strictObject({
  ...LIST_QUERY,
  batch_id: idInput('bat').optional(),
  status: z.enum(STATUSES).optional(),
  redeemed_by_organization_id: idInput('org').optional(),
});

/** What the list of batches can be asked for. */
export const CodeBatchListQuery = z.strictObject(LIST_QUERY);
