import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  const asked = { model: 'gpt-test', messages: [{ role: 'user', content: 'x' }] };
  const headers = { authorization: `Bearer ${gateway.key}` };
  expect((await gateway.post('/v1/chat/completions', asked, headers)).status).toBe(200);
});
afterAll(() => gateway.close());

describe('without a key', () => {
  it('HEAD and GET /api/hello answer 200 with nothing', async () => {
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(`${gateway.url}/api/hello`, { method });
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
  });

  it('/healthz and /readyz', async () => {
    expect(await (await fetch(`${gateway.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${gateway.url}/readyz`)).json()).toEqual({ status: 'ready' });
    const head = await fetch(`${gateway.url}/healthz`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('/metrics on a port of its own and nowhere else', async () => {
    const { metricsUrl } = gateway;
    expect(new URL(metricsUrl).port).not.toBe(new URL(gateway.url).port);
    const response = await fetch(metricsUrl);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toMatch(/^turnpike_requests_total\{.*state="settled".*\} \d+$/m);
    expect((await fetch(metricsUrl.replace('/metrics', '/v1/models'))).status).toBe(404);
    expect((await readRefusal(await fetch(`${gateway.url}/metrics`), 'messages')).status).toBe(404);
  });

  it('METRICS_PORT=off opens no port', async () => {
    const quiet = await startTestGateway({ env: { METRICS_PORT: 'off' } });
    expect(quiet.metricsUrl).toBe('');
    await quiet.close();
  });
});
