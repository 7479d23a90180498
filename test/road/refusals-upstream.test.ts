import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS, type CallPath } from '../support/call-paths.ts';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

/** Nothing listens on the discard port of this machine. */
const NOBODY = 'http://127.0.0.1:9';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
afterEach(async () => {
  gateway.simulator.clearFaults();
  expect(await gateway.wallet()).toMatchObject({ held: '0', spent: '0' });
});

function ask(path: CallPath, headers: Record<string, string> = {}): Promise<Response> {
  const asked = path.ask();
  const bearer = { authorization: `Bearer ${gateway.key}` };
  return gateway.post(asked.path, asked.body, { ...bearer, ...headers });
}

describe('an upstream that fails', () => {
  it.each([
    [500, 502, 'upstream_failed'],
    [502, 502, 'upstream_failed'],
    [504, 504, 'upstream_timeout'],
    [401, 502, 'upstream_failed'],
  ])('its %i is our %i %s, on every path and flat', async (upstream, status, code) => {
    gateway.simulator.addFaults([{ effect: { status: upstream } }]);
    for (const path of CALL_PATHS) {
      expect(await readRefusal(await ask(path), path.format), path.path).toMatchObject({ status, code });
      const flat = await ask(path, { 'x-turnpike-error-format': 'flat' });
      expect((await readRefusal(flat, 'flat')).status, path.path).toBe(status);
    }
  });

  it('a caller’s own 4xx passes as it came', async () => {
    const body = '{"error" : {"message":"the very words", "extra": [1]}}';
    for (const status of [400, 404, 413, 422, 429]) {
      gateway.simulator.clearFaults();
      gateway.simulator.addFaults([
        { effect: { status, body, headers: { 'content-type': 'application/json' } } },
      ]);
      for (const path of CALL_PATHS) {
        const response = await ask(path);
        expect([response.status, await response.text()], path.path).toEqual([status, body]);
        expect(response.headers.get('x-request-id')).toMatch(/^req_/);
      }
    }
  });

  it('an upstream that cannot be reached is 502 upstream_unreachable', async () => {
    const lonely = await startTestGateway({ config: () => testConfig(NOBODY) });
    try {
      for (const path of CALL_PATHS) {
        const asked = path.ask();
        const seen = await readRefusal(await lonely.post(asked.path, asked.body), path.format);
        expect(seen, path.path).toMatchObject({ status: 502, code: 'upstream_unreachable' });
        expect(seen.message).not.toMatch(/127\.0\.0\.1|ECONN/);
      }
      expect(await lonely.wallet()).toMatchObject({ held: '0', spent: '0' });
    } finally {
      await lonely.close();
    }
  });

  it('an unpriced model is not found, and the operator’s part is named', async () => {
    const response = await gateway.post('/v1/chat/completions', {
      model: 'unpriced-test',
      messages: [{ role: 'user', content: 'hi' }],
    });
    const seen = await readRefusal(response, 'openai');
    expect(seen).toMatchObject({ status: 404, code: 'model_not_found' });
    expect(seen.message).toContain('no price');
  });
});
