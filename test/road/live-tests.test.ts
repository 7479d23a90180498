import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ env: { TURNPIKE_ALLOW_PRIVATE_UPSTREAMS: 'true' } });
});
afterAll(() => gateway.close());

async function channelOf(body: object): Promise<string> {
  const answer = await gateway.manage<{ id: string }>('POST', '/channels', body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
}

describe('where a provider key may point', () => {
  it('400 for a private address, unless the deployment allows them', async () => {
    const strict = await startTestGateway();
    try {
      const { status, body } = await strict.manage<{ error: object }>('POST', '/provider-keys', {
        ...{ name: 'inside', provider: 'openai', credential: 'sk-brought-along-0001' },
        base_url: `${strict.simulator.url}/openai/v1`,
      });
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ code: 'invalid_request', param: 'credential' });
      expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|brought-along/);
      expect(strict.simulator.requests()).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  it('400 for a credential that the provider refuses, and nothing is stored', async () => {
    gateway.simulator.addFaults([{ match: { credential: 'sk-wrong-0000' }, effect: { status: 401 } }]);
    const { status, body } = await gateway.manage('POST', '/provider-keys', {
      ...{
        name: 'wrong',
        provider: 'openai',
        credential: 'sk-wrong-0000',
      },
      base_url: `${gateway.simulator.url}/openai/v1`,
    });
    expect([status, JSON.stringify(body)]).toEqual([
      400,
      expect.stringContaining('refuses this credential (401)'),
    ]);
    const listed = await gateway.manage<{ data: unknown[] }>('GET', '/provider-keys');
    expect(listed.body.data).toEqual([]);
  });
});

describe('POST /api/v1/channels/{id}/test', () => {
  it('200 with what each credential is worth, and none of them', async () => {
    const id = await channelOf({
      ...{ name: 'tested', provider: 'openai', credentials: ['sk-that-works-1111', 'sk-that-does-not-2222'] },
      ...{ base_url: `${gateway.simulator.url}/openai/v1`, models: [] },
    });
    gateway.simulator.addFaults([
      { match: { credential: 'sk-that-does-not-2222' }, effect: { status: 401 } },
    ]);
    const { status, body } = await gateway.manage('POST', `/channels/${id}/test`, {});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'channel_test',
      channel_id: id,
      ok: false,
      credentials: [
        { last4: '1111', ok: true, status: 200, reason: null, total_ms: expect.any(Number) },
        { last4: '2222', ok: false, status: 401, reason: 'the provider refuses this credential (401)' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('sk-that');
    expect((await gateway.manage('POST', '/channels/chan_00000000000000000000000000/test', {})).status).toBe(
      404,
    );
  });
});
