import { z } from '@hono/zod-openapi';
import { PIECE_KINDS } from '../../canonical/usage.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, TimestampInput, Usd } from './values.ts';

const State = z.enum(['settled', 'interrupted', 'refused', 'failed']);

/** Tokens by kind; the kinds do not overlap. */
export const UsageJson = z
  .object({
    input_tokens: z.number().int(),
    cache_read_tokens: z.number().int(),
    cache_write_5m_tokens: z.number().int(),
    cache_write_1h_tokens: z.number().int(),
    audio_input_tokens: z.number().int(),
    output_tokens: z.number().int(),
    reasoning_tokens: z.number().int(),
    audio_output_tokens: z.number().int(),
    image_input_tokens: z.number().int(),
    image_output_tokens: z.number().int(),
  })
  .openapi('Usage');

/** What is counted by the piece. */
const PieceJson = z
  .object({
    kind: z.enum(PIECE_KINDS),
    count: z.number().int(),
    size: z.string().nullable().openapi({ description: 'Size of an image or resolution of a second' }),
  })
  .openapi('Piece');

/** One try at one channel. */
export const AttemptJson = z
  .object({
    channel: z.string().nullable().openapi({ description: 'Name of the channel; null when it is gone' }),
    channel_id: z.string(),
    status: z.enum(['succeeded', 'failed', 'aborted']),
    upstream_status: z.number().int().nullable(),
    error_code: z.string().nullable(),
    started_at: Timestamp,
    first_byte_ms: z.number().int().nullable(),
    total_ms: z.number().int(),
    upstream_cost: Usd.nullable().openapi({
      description: 'Null where nothing is known, and to others than operators but for provider keys',
    }),
  })
  .openapi('Attempt');

/** A request that is over, as a list answers it. */
export const RequestJson = z
  .object({
    id: z.string(),
    object: z.literal('request'),
    organization_id: z.string(),
    project_id: z.string(),
    key_id: z.string(),
    group_id: z.string().nullable(),
    operation: z.string(),
    dialect: z.string(),
    model: z.string().nullable(),
    upstream_model: z.string().nullable(),
    route: z.string().nullable(),
    stream: z.boolean(),
    state: State,
    status: z.number().int(),
    error_code: z.string().nullable(),
    usage: UsageJson,
    pieces: z.array(PieceJson).openapi({ description: 'Empty where tokens are all there is' }),
    usage_source: z.enum(['upstream', 'estimated', 'none']),
    charge: z.object({
      amount: Usd,
      uncollected: Usd,
      hold: Usd,
      price: z.unknown().openapi({ description: 'The price that was applied, with every factor' }),
    }),
    client_gone: z.boolean(),
    created_at: Timestamp,
    first_byte_ms: z.number().int().nullable(),
    total_ms: z.number().int(),
  })
  .openapi('Request');

/** One line of what a request cost. */
const ChargeLineJson = z
  .object({
    kind: z.string().openapi({ example: 'cache_read', description: 'A kind of token or piece, or request' }),
    size: z.string().nullable(),
    count: z.number().int(),
    price: Usd.openapi({ description: 'Before any multiplier' }),
    per: z.number().int().openapi({ description: 'For so many: 1000000 tokens, or 1 piece' }),
  })
  .openapi('ChargeLine');

/** A request as it is answered alone: with everything that was tried, and how its charge came about. */
export const RequestWithAttemptsJson = RequestJson.extend({
  attempts: z.array(AttemptJson),
  computation: z
    .object({ lines: z.array(ChargeLineJson), cost: Usd })
    .nullable()
    .openapi({
      description: 'What it cost, worked out again from what is stored; null where nothing was priced',
    }),
}).openapi('RequestWithAttempts');

const Text = z.string().min(1).max(200).optional();

const filters = {
  organization_id: idInput('org').optional(),
  id: idInput('req').optional().openapi({ description: 'One request, as its x-request-id says' }),
  project_id: idInput('proj').optional(),
  key_id: idInput('key').optional(),
  model: Text,
  channel_id: Text.openapi({ description: 'A channel or provider key that was tried' }),
  operation: Text.openapi({ example: 'chat.completions' }),
  state: State.optional(),
  status: z
    .string()
    .regex(/^[1-5](\d\d|xx)$/, 'must be a status, such as "429", or a class of them, such as "5xx"')
    .transform((text): readonly [number, number] => [
      Number(text.replace('xx', '00')),
      Number(text.replace('xx', '99')),
    ])
    .optional()
    .openapi({ type: 'string', example: '5xx' }),
  error_code: Text,
  from: TimestampInput.optional(),
  to: TimestampInput.optional(),
};

/** What the list of requests can be asked for. */
export const RequestListQuery = z.strictObject({ ...LIST_QUERY, ...filters });

/** What an export of requests can be asked for. */
export const RequestExportQuery = z.strictObject({
  format: z.enum(['csv', 'jsonl']).default('csv'),
  ...filters,
});
