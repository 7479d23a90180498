import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const MESSAGES = [{ role: 'user', content: 'hello' }];

describe('which refusal comes first, and what it says', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  async function keyWith(fields: Record<string, unknown>): Promise<{ authorization: string }> {
    const name = `order-${JSON.stringify(fields)}`.slice(0, 90);
    const made = await gateway.manage<{ key: string }>('POST', '/keys', {
      name,
      group: 'default',
      ...fields,
    });
    expect(made.status).toBe(201);
    return { authorization: `Bearer ${made.body.key}` };
  }

  it('401 an expired key learns that it is expired, not that its model does not exist', async () => {
    const headers = await keyWith({ expires_at: new Date(Date.now() + 1_000).toISOString() });
    await delay(1_050);
    const response = await gateway.post(
      '/v1/chat/completions',
      { model: 'no-such-model', messages: MESSAGES },
      headers,
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'api_key_expired' } });
  });

  it('402 a quota that is not used up but too small for the dearest outcome says what would help', async () => {
    const headers = await keyWith({ quota: '0.01' });
    const body = { model: 'gpt-test', messages: MESSAGES };
    const refused = await gateway.post('/v1/chat/completions', body, headers);
    expect(refused.status).toBe(402);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('key_quota_exceeded');
    expect(error.message).toMatch(/could cost up to 0\.\d+ USD.*lower limit of output tokens/);
    const cheap = await gateway.post('/v1/chat/completions', { ...body, max_tokens: 20 }, headers);
    expect(cheap.status).toBe(200);
  });
});
