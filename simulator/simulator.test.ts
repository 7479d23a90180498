import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { chat, post, until } from './test-client.ts';

let simulator: Simulator;
const CHAT = '/openai/v1/chat/completions';

beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

async function control(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method, ...sent });
  return [response.status, await response.json()];
}

describe('bill', () => {
  it('keeps sums per credential and model, and each request by its id', async () => {
    const response = await post(simulator, CHAT, chat('four repeat:7'));
    await response.text();
    await post(
      simulator,
      '/anthropic/v1/messages',
      { ...chat('four'), max_tokens: 5 },
      { 'x-api-key': 'sk-ant' },
    );
    const [, bill] = await control('GET', 'bill?requests=1');
    expect(bill).toMatchObject({
      credentials: {
        'sk-test': {
          requests: 1,
          completed: 1,
          cut: 0,
          models: { 'gpt-4o-mini': { tokens: { input: 4, output: 7 } } },
        },
        'sk-ant': { requests: 1, tokens: { input: 1, output: 5 } },
      },
      total: { requests: 2, tokens: { input: 5, output: 12 } },
      requests: [
        { request_id: response.headers.get('x-request-id'), kind: 'chat', completed: true },
        { kind: 'messages' },
      ],
    });
  });

  it('counts what was written when the client leaves a stream, and stops', async () => {
    simulator.setPace({ chunk_ms: 20 });
    const abort = new AbortController();
    const response = await fetch(simulator.url + CHAT, {
      method: 'POST',
      body: JSON.stringify(chat('abc repeat:120', { stream: true })),
      headers: { authorization: 'Bearer sk-test' },
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    abort.abort();
    await until(() => simulator.bill().total.cut === 1);
    const { total } = simulator.bill();
    expect(total).toMatchObject({ requests: 1, completed: 0, cut: 1 });
    expect(total.tokens.output).toBeLessThan(120);
    expect(total.tokens.output % 10).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(simulator.bill().total.tokens.output).toBe(total.tokens.output);
  });

  it('counts a part of an answer that is not streamed when the client leaves', async () => {
    simulator.setPace({ chunk_ms: 20 });
    const signal = AbortSignal.timeout(70);
    const gone = fetch(simulator.url + CHAT, {
      method: 'POST',
      body: JSON.stringify(chat('abc')),
      headers: { authorization: 'Bearer sk-test' },
      signal,
    });
    await expect(gone).rejects.toThrow();
    await until(() => simulator.bill().total.cut === 1);
    const { tokens } = simulator.bill().total;
    expect(tokens.output).toBeGreaterThan(0);
    expect(tokens.output).toBeLessThan(48);
  });
});

describe('controls', () => {
  it('shows what arrived, headers and body', async () => {
    await post(simulator, `${CHAT}?x=1`, chat('hi'), { 'x-canary': 'yes' });
    const [, { requests }] = (await control('GET', 'requests')) as [number, { requests: object[] }];
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: CHAT,
      query: 'x=1',
      headers: { 'x-canary': 'yes', authorization: 'Bearer sk-test' },
      body: JSON.stringify(chat('hi')),
    });
  });

  it('keeps the last 1,000 requests', async () => {
    for (let sent = 0; sent < 1005; sent += 15) {
      await Promise.all(
        Array.from({ length: 15 }, (_, n) => post(simulator, `${CHAT}?${sent + n}`, chat('hi'))),
      );
    }
    expect(simulator.requests()).toHaveLength(1000);
  });

  it('sets and shows the pace', async () => {
    expect(await control('POST', 'pace', { first_chunk_ms: 60, chunks: 3 })).toMatchObject([
      200,
      { chunks: 3 },
    ]);
    expect(await control('GET', 'pace')).toMatchObject([200, { first_chunk_ms: 60, chunk_ms: 0 }]);
    const begun = performance.now();
    const text = await (await post(simulator, CHAT, chat('hi', { stream: true }))).text();
    expect(performance.now() - begun).toBeGreaterThan(55);
    expect(text.match(/"content":"[^"]/g)).toHaveLength(3);
  });

  it.each([
    ['pace', { speed: 1 }, 'speed is unknown'],
    ['pace', { chunk_ms: -1 }, 'chunk_ms must be between'],
    ['faults', { effect: {} }, 'effect must say what happens'],
    ['faults', { match: { key: 'x' }, effect: { status: 500 } }, 'match.key is unknown'],
    ['faults', [{ effect: { status: 999 } }], 'rules[0]: effect.status must be a whole number'],
    [
      'faults',
      { effect: { headers: { 'a b': 'c' } } },
      'effect.headers has a name or value that is no header',
    ],
    ['faults', 'x', 'must be an object'],
  ])('400 from %s for %j', async (path, body, message) => {
    const [status, answer] = await control('POST', path, body);
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toContain(message);
  });

  it('404 for an unknown control', async () => {
    expect((await control('GET', 'nothing'))[0]).toBe(404);
  });

  it('counts connections and closes them', async () => {
    const other = await startSimulator();
    await (await fetch(`${other.url}/__sim/pace`)).text();
    expect(other.openConnections()).toBe(1);
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
