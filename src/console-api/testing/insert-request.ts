import { newChannel } from '../../../test/support/domain-world.ts';
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

/** Inserts a settled request with one attempt and its hour of usage, as the flusher would. */
export async function insertRequest(
  world: ApiWorld,
  at: number,
  model: string,
  of?: { readonly organizationId: string; readonly projectId: string },
) {
  const { organizationId, projectId } = of ?? (await world.organizations.ensureDefault());
  world.time.ms = at;
  const id = world.ids.next('req');
  const channel = await world.channels.create(newChannel({ name: `channel ${at} ${id}` }));
  const owner = { key_id: 'key_1', organization_id: organizationId, project_id: projectId };
  const tokens = { ...NO_TOKENS, input_tokens: 10, output_tokens: 5 };
  const { db } = world.database;
  await db
    .insertInto('requests')
    .values({
      id,
      ...owner,
      ...tokens,
      group_id: 'grp_1',
      operation: 'chat.completions',
      dialect: 'openai-chat',
      model,
      upstream_model: model,
      route: 'pass-through',
      is_streaming: 1,
      state: 'settled',
      status: 200,
      error_code: null,
      pieces: null,
      usage_source: 'upstream',
      charge_nano: 1500,
      uncollected_nano: 0,
      hold_nano: 9000,
      price: '{"source":"operator:m","group_multiplier":"1","input":"0.05","output":"0.2"}',
      client_gone: 0,
      started_at: at,
      first_byte_ms: 12,
      total_ms: 34,
    })
    .execute();
  await db
    .insertInto('attempts')
    .values({
      request_id: id,
      ordinal: 0,
      channel_id: channel.id,
      status: 'succeeded',
      upstream_status: 200,
      error_code: null,
      started_at: at,
      first_byte_ms: 11,
      total_ms: 33,
      upstream_cost_nano: 1000,
    })
    .execute();
  await db
    .insertInto('usage_hours')
    .values({ ...owner, ...tokens, hour_start: at, model, requests: 1, charge_nano: 1500, duration_ms: 34 })
    .execute();
  return { id, channelId: channel.id };
}
