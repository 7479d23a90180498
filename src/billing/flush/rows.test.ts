import { expect, it } from 'vitest';
import { closeRecord } from '../testing/records.ts';
import { ATTEMPT_SHAPE, attemptsOf, CHARGE_SHAPE, REQUEST_SHAPE, type RowShape } from './rows.ts';

const RECORD = closeRecord(7, {
  ...{ organizationId: 'org_a', projectId: 'proj_b', keyId: 'key_c', groupId: 'grp_d' },
  ...{ operation: 'an operation', dialect: 'a dialect', model: 'a model\0', upstreamModel: 'its name' },
  ...{ route: 'a route', isStreaming: true, state: 'failed', status: 502, errorCode: 'a code' },
  usage: {
    ...{ inputTokens: 11, cacheReadTokens: 12, cacheWrite5mTokens: 13, cacheWrite1hTokens: 14 },
    ...{ audioInputTokens: 15, outputTokens: 16, reasoningTokens: 17, audioOutputTokens: 18 },
    ...{ imageInputTokens: 19, imageOutputTokens: 20 },
  },
  pieces: [{ kind: 'image', count: 2, size: '1K' }],
  ...{ usageSource: 'estimated', chargeNano: 21, uncollectedNano: 22, holdNano: 23, price: 'a price' },
  ...{ clientGone: true, startedAtMs: 1_000, firstByteMs: 31.4, totalMs: 32.5 },
  attempts: [
    {
      ...{ channelId: 'chan_e', status: 'failed', upstreamStatus: 500, errorCode: 'first code' },
      ...{ startedAtMs: 1_001, firstByteMs: null, totalMs: 41.6, upstreamCostNano: null },
    },
    {
      ...{ channelId: 'chan_f', status: 'aborted', upstreamStatus: 200, errorCode: null },
      ...{ startedAtMs: 1_002, firstByteMs: 42.4, totalMs: 43, upstreamCostNano: 44 },
    },
  ],
});

/** The row as an object, made behind a row that is there already. */
function rowOf<Source>({ columns, write }: RowShape<Source>, source: Source): object {
  const values: unknown[] = ['before', ...columns.map(() => undefined)];
  write(values, 1, source);
  expect(values).toHaveLength(1 + columns.length);
  return Object.fromEntries(columns.map((column, at) => [column, values[at + 1]]));
}

it('puts everything that is known of a request into the column of its name', () => {
  expect(rowOf(REQUEST_SHAPE, RECORD)).toEqual({
    ...{ id: RECORD.id, organization_id: 'org_a', project_id: 'proj_b', key_id: 'key_c', group_id: 'grp_d' },
    ...{ operation: 'an operation', dialect: 'a dialect', model: 'a model', upstream_model: 'its name' },
    ...{ route: 'a route', is_streaming: 1, state: 'failed', status: 502, error_code: 'a code' },
    ...{ input_tokens: 11, cache_read_tokens: 12, cache_write_5m_tokens: 13, cache_write_1h_tokens: 14 },
    ...{ audio_input_tokens: 15, output_tokens: 16, reasoning_tokens: 17, audio_output_tokens: 18 },
    ...{ image_input_tokens: 19, image_output_tokens: 20 },
    pieces: '[{"kind":"image","count":2,"size":"1K"}]',
    ...{ usage_source: 'estimated', charge_nano: 21, uncollected_nano: 22, hold_nano: 23 },
    ...{ price: 'a price', client_gone: 1, started_at: 1_000, first_byte_ms: 31, total_ms: 33 },
  });
});

it('numbers the attempts of a request', () => {
  const rows = attemptsOf([closeRecord(8, { attempts: [] }), RECORD]).map((it) => rowOf(ATTEMPT_SHAPE, it));
  expect(rows).toEqual([
    {
      ...{ request_id: RECORD.id, ordinal: 0, channel_id: 'chan_e', status: 'failed', upstream_status: 500 },
      ...{ error_code: 'first code', started_at: 1_001, first_byte_ms: null, total_ms: 42 },
      upstream_cost_nano: null,
    },
    {
      ...{ request_id: RECORD.id, ordinal: 1, channel_id: 'chan_f', status: 'aborted', upstream_status: 200 },
      ...{ error_code: null, started_at: 1_002, first_byte_ms: 42, total_ms: 43, upstream_cost_nano: 44 },
    },
  ]);
});

it('derives the ledger entry of a charge from its request', () => {
  expect(rowOf(CHARGE_SHAPE, RECORD)).toEqual({
    ...{ id: RECORD.id.replace('req_', 'led_'), organization_id: 'org_a', kind: 'charge', amount_nano: -21 },
    ...{ request_id: RECORD.id, key_id: 'key_c', created_at: 1_033 },
  });
});
