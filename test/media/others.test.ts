import { describe, expect, it } from 'vitest';
import { collect } from '../clients/collect.ts';
import { MEDIA_PRICES } from '../support/media-config.ts';
import { useMediaGateway } from './media-gateway.ts';

const media = useMediaGateway();
const tokens = () => media.gateway().simulator.bill().total.tokens;

describe('the old completions of the OpenAI SDK', () => {
  const PRICE = MEDIA_PRICES['instruct-test'];
  const billed = () => tokens().input * PRICE.input + tokens().output * PRICE.output;

  it('answer every prompt', async () => {
    const answer = await media.sdk().completions.create({
      ...{ model: 'instruct-test', prompt: ['one fish', 'two fish'], max_tokens: 8 },
    });
    expect(answer.choices.map(({ text }) => text.slice(0, 8))).toEqual(['one fish', 'two fish']);
    expect(answer.usage).toMatchObject({ prompt_tokens: 4, cost: billed() / 1e9 });
    expect(await media.chargedNano()).toBe(billed());
  });

  it('stream, and are asked for usage that the client does not see', async () => {
    const chunks = await collect(
      await media.sdk().completions.create({ model: 'instruct-test', prompt: 'red fish', stream: true }),
    );
    expect(chunks.map(({ choices }) => choices[0]?.text).join('')).toContain('red fish');
    expect(chunks.some((chunk) => chunk.usage !== undefined && chunk.usage !== null)).toBe(false);
    expect(JSON.parse(media.gateway().simulator.requests()[0]?.body ?? '')).toMatchObject({
      stream_options: { include_usage: true },
    });
    expect(await media.chargedNano()).toBe(billed());
  });

  it('cost what was delivered when the client leaves', async () => {
    media.gateway().simulator.setPace({ chunk_ms: 300 });
    const stream = await media
      .sdk()
      .completions.create({ model: 'instruct-test', prompt: 'blue fish', stream: true });
    for await (const _chunk of stream) {
      stream.controller.abort();
    }
    const row = await media.row();
    expect(row).toMatchObject({ client_gone: true, usage_source: 'estimated' });
    expect(row.usage.output_tokens).toBeGreaterThan(0);
  });
});

describe('moderations of the OpenAI SDK', () => {
  it('cost nothing without a price, and take the usual model where none is named', async () => {
    const answer = await media.sdk().moderations.create({ input: 'some violence' });
    expect(answer.results[0]?.flagged).toBe(true);
    expect(JSON.parse(media.gateway().simulator.requests()[0]?.body ?? '')).toEqual({
      model: 'omni-moderation-latest',
      input: 'some violence',
    });
    expect(await media.row()).toMatchObject({ operation: 'moderations', charge: { amount: '0', hold: '0' } });
  });

  it('are served to a wallet that is empty', async () => {
    const created = await media.gateway().manage<{ key: string }>('POST', '/keys', {
      ...{ name: 'poor', quota: '0.000000001', group: 'default' },
    });
    const answer = await media
      .gateway()
      .post('/moderations', { input: 'x' }, { authorization: `Bearer ${created.body.key}` });
    expect(answer.status).toBe(200);
  });
});

describe('rerank', () => {
  const ASK = { model: 'rerank-test', query: 'red boat', documents: ['a blue car', 'a red boat', 'red'] };

  it('orders documents, charged by the request and its input', async () => {
    const answer = await media.gateway().post('/v1/rerank', { ...ASK, top_n: 2 });
    expect(await answer.json()).toMatchObject({
      results: [{ index: 2 }, { index: 1 }],
      usage: { cost: expect.any(Number) },
    });
    const { input, request } = MEDIA_PRICES['rerank-test'];
    expect(await media.chargedNano()).toBe(tokens().input * input + request);
  });

  it.each([
    ['documents', { ...ASK, documents: [] }],
    ['model', { ...ASK, model: 7 }],
  ])('names the field that is wrong: %s', async (param, body) => {
    const answer = await media.gateway().post('/rerank', body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param } }]);
  });
});
