import { newChannel } from '../../../test/support/domain-world.ts';
import { createBatchWriter } from '../../billing/flush/batch.ts';
import type { RequestRecord } from '../../billing/index.ts';
import { closeRecord } from '../../billing/testing/records.ts';
import type { Id } from '../../core/ids.ts';
import type { ApiWorld } from './api-world.ts';

/** The kinds of tokens that the requests below do not use. */
export const NO_TOKENS = {
  cache_read_tokens: 0,
  cache_write_5m_tokens: 0,
  cache_write_1h_tokens: 0,
  audio_input_tokens: 0,
  reasoning_tokens: 0,
  audio_output_tokens: 0,
  image_input_tokens: 0,
  image_output_tokens: 0,
};

/** Stores a settled request with one attempt and all its sums, as the flusher does, with the given changes. */
export async function insertRequest(
  world: ApiWorld,
  at: number,
  model: string,
  of?: { readonly organizationId: Id<'org'>; readonly projectId: Id<'proj'> },
  changes: Partial<RequestRecord> = {},
) {
  const { organizationId, projectId } = of ?? (await world.organizations.ensureDefault());
  world.time.ms = at;
  const id = world.ids.next('req');
  const channel = await world.channels.create(newChannel({ name: `channel ${at} ${id}` }));
  const record = closeRecord(0, {
    ...{ id, organizationId, projectId, model, groupId: 'grp_1', upstreamModel: model, isStreaming: true },
    usage: { ...closeRecord(0).usage, cacheReadTokens: 0 },
    ...{ chargeNano: 1_500, holdNano: 9_000, startedAtMs: at, totalMs: 34 },
    price: '{"source":"operator:m","group_multiplier":"1","input":"0.05","output":"0.2"}',
  });
  const attempts = record.attempts.map((attempt) => ({
    ...attempt,
    ...{ channelId: channel.id, startedAtMs: at, totalMs: 33, upstreamCostNano: 1_000 },
  }));
  const stored = { ...record, attempts, ...changes };
  await world.wallets.credit({ organizationId, amountNano: stored.chargeNano + 1, note: null });
  await createBatchWriter(world).write([stored]);
  return { id, channelId: channel.id };
}
