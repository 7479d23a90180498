import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyGateway, LEAK_SECRET, QUESTION, startKeyGateway } from '../support/road/key-gateway.ts';

let gateway: KeyGateway;
beforeAll(async () => {
  gateway = await startKeyGateway();
});
afterAll(() => gateway.close());

function report(body: object): Promise<Response> {
  return fetch(`${gateway.url}/api/v1/keys/leaked`, {
    method: 'POST',
    headers: { authorization: `Bearer ${LEAK_SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('rotation', () => {
  it('both strings work until the overlap ends, then the new one alone', async () => {
    const { id, key: old } = await gateway.makeKey({ quota: '5' });
    const { body } = await gateway.manage<{ key: string }>('POST', `/keys/${id}/rotate`, { overlap_s: 1 });
    expect((await gateway.ask(old)).status).toBe(200);
    expect((await gateway.ask(body.key)).status).toBe(200);
    await delay(1_050);
    expect(await gateway.ask(old)).toMatchObject({
      status: 401,
      body: { error: { code: 'invalid_api_key' } },
    });
    expect((await gateway.ask(body.key)).status).toBe(200);
    expect((await gateway.manage('POST', `/keys/${id}/reveal`)).body).toMatchObject({ key: body.key });
  });

  it('the old string spends the one quota there is', async () => {
    const { id, key: old } = await gateway.makeKey({ quota: '0.002' });
    const { body } = await gateway.manage<{ key: string }>('POST', `/keys/${id}/rotate`);
    const small = { ...QUESTION, max_tokens: 10 };
    let served = 0;
    for (
      let at = 0;
      at < 200 && (await gateway.ask(at % 2 === 0 ? old : body.key, {}, small)).status === 200;
      at += 1
    ) {
      served += 1;
    }
    expect(served).toBeGreaterThan(0);
    expect((await gateway.ask(old, {}, small)).status).toBe(402);
    expect((await gateway.ask(body.key, {}, small)).status).toBe(402);
    const shown = await gateway.manage<{ quota_used: string }>('GET', `/keys/${id}`);
    expect(Number(shown.body.quota_used)).toBeLessThanOrEqual(0.002);
  });

  it('without an overlap the old string stops at once', async () => {
    const { id, key: old } = await gateway.makeKey();
    expect((await gateway.ask(old)).status).toBe(200);
    await gateway.manage('POST', `/keys/${id}/rotate`, { overlap_s: 0 });
    expect((await gateway.ask(old)).status).toBe(401);
  });

  it('says with GET /v1/key until when an old string works', async () => {
    const { id, key: old } = await gateway.makeKey();
    const { body } = await gateway.manage<{ key: string }>('POST', `/keys/${id}/rotate`, { overlap_s: 3600 });
    const read = async (key: string) => (await gateway.get('/v1/key', { 'x-api-key': key })).json();
    expect(await read(body.key)).toMatchObject({ id, works_until: null });
    const { works_until } = (await read(old)) as { works_until: string };
    expect(Math.abs(Date.parse(works_until) - Date.now() - 3_600_000)).toBeLessThan(10_000);
  });
});

describe('a leaked key', () => {
  it('stops at once, and the report learns no more than how many', async () => {
    const { key } = await gateway.makeKey();
    expect((await gateway.ask(key)).status).toBe(200);
    const answer = await report({ keys: [key, 'nobody-has-this-key'] });
    expect([answer.status, await answer.json()]).toEqual([200, { object: 'leak_report', disabled: 1 }]);
    expect((await gateway.ask(key)).status).toBe(401);
  });
});

describe('a default model', () => {
  const question = { messages: QUESTION.messages };

  it('is what a request asks for that names none', async () => {
    const { key } = await gateway.makeKey({ default_model: 'gpt-test' });
    const { status, body } = await gateway.ask(key, {}, question);
    expect([status, body.model]).toEqual([200, 'gpt-test']);
    const [last] = gateway.simulator.requests().slice(-1);
    expect(JSON.parse(String(last?.body))).toMatchObject({ model: 'gpt-test', messages: QUESTION.messages });
    const responses = await gateway.post('/v1/responses', { input: 'hello' }, { 'x-api-key': key });
    expect(responses.status).toBe(200);
    const empty = await gateway.post('/v1/chat/completions', '{ }', { 'x-api-key': key });
    expect(await empty.json()).toMatchObject({ error: { param: 'messages' } });
  });

  it('is what a request asks for whose model is null', async () => {
    const { key } = await gateway.makeKey({ default_model: 'gpt-test' });
    const text = `{ "messages": ${JSON.stringify(QUESTION.messages)}, "model" : null , "user": "kept" }`;
    const answer = await gateway.post('/v1/chat/completions', text, { 'x-api-key': key });
    expect(await answer.json()).toMatchObject({ model: 'gpt-test' });
    const [last] = gateway.simulator.requests().slice(-1);
    expect(JSON.parse(String(last?.body))).toEqual({ ...QUESTION, user: 'kept' });
    expect(await gateway.ask(gateway.key, {}, { ...question, model: null })).toMatchObject({
      status: 400,
      body: { error: { param: 'model' } },
    });
  });

  it('does not count where a model is named, and is missing where the key has none', async () => {
    const { key } = await gateway.makeKey({ default_model: 'gpt-test' });
    expect((await gateway.ask(key, {}, { ...question, model: 'nobody-serves-this' })).status).toBe(404);
    expect(await gateway.ask(gateway.key, {}, question)).toMatchObject({
      status: 400,
      body: { error: { param: 'model' } },
    });
  });

  it('is judged like any other', async () => {
    const { key } = await gateway.makeKey({ default_model: 'gpt-test', models: ['claude-*'] });
    expect(await gateway.ask(key, {}, question)).toMatchObject({
      status: 403,
      body: { error: { code: 'model_not_allowed' } },
    });
  });
});

describe('GET /v1/key', () => {
  it('says what the key is and what is left of it', async () => {
    const { id, key } = await gateway.makeKey({
      name: 'told',
      quota: '5',
      limits: { rpm: 60, tpm: 100_000, concurrency: 4, queue_limit: 2 },
      spend_windows: { '5h': '2', '30d': '4' },
      models: ['gpt-*'],
      default_model: 'gpt-test',
      tags: { team: 'a' },
      expires_at: '2099-01-01T00:00:00Z',
    });
    const asked = await gateway.ask(key);
    const { cost } = asked.body.usage as { cost: number };
    const left = (from: number) => String(Math.round((from - Number(cost)) * 1e9) / 1e9);
    const response = await gateway.get('/v1/key', { 'x-api-key': key });
    const text = await response.text();
    expect(text).not.toContain(key);
    expect(JSON.parse(text)).toMatchObject({
      id,
      name: 'told',
      status: 'active',
      quota: '5',
      quota_remaining: left(5),
      spend_windows: {
        '5h': { limit: '2', remaining: left(2) },
        '1d': null,
        '7d': null,
        '30d': { limit: '4', remaining: left(4) },
      },
      limits: {
        rpm: { limit: 60, remaining: 59 },
        tpm: { limit: 100_000, remaining: expect.any(Number) },
        concurrency: { limit: 4, running: 0 },
        queue_limit: 2,
      },
      models: ['gpt-*'],
      default_model: 'gpt-test',
      tags: { team: 'a' },
      expires_at: '2099-01-01T00:00:00.000Z',
      works_until: null,
    });
  });
});
