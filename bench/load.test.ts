import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchCase, type CaseName, requestBytes } from './cases.ts';
import { createFloor } from './floor.ts';
import { createLoad } from './load.ts';
import { startUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

async function run(name: CaseName, port: number, connections = 4) {
  const benched = benchCase(name);
  const load = createLoad({
    port,
    connections,
    requests: requestBytes(benched, 'key', {}),
    expected: benched,
  });
  const result = await load.run({ durationMs: 100, graceMs: 3000 });
  load.close();
  return result;
}

describe('a load on the upstream itself', () => {
  it.each(['chat', 'chat-stream', 'messages-stream', 'prompt-200k'] as const)(
    '%s has whole answers',
    async (name) => {
      const result = await run(name, upstream.port);
      expect(result).toMatchObject({ errors: 0, firstError: null });
      expect(result.requests).toBeGreaterThan(3);
      expect(result.latencyUs.p50).toBeGreaterThan(0);
      expect(result.firstByteUs.p50).toBeLessThanOrEqual(result.latencyUs.p50 * 1.01);
    },
  );

  it('paces the chunks of a stream', async () => {
    upstream.set({ chunks: 10, paceMs: 5 });
    const result = await run('chat-stream', upstream.port);
    expect(result.errors).toBe(0);
    expect(result.latencyUs.p50).toBeGreaterThan(45_000);
    expect(result.firstByteUs.p50).toBeLessThan(result.latencyUs.p50 / 2);
  });
});

describe('a load through the floor', () => {
  it.each(['chat', 'chat-stream', 'messages-stream', 'prompt-200k'] as const)(
    '%s has whole answers',
    async (name) => {
      const floor = createFloor(`http://127.0.0.1:${upstream.port}`);
      await new Promise<void>((resolve) => floor.listen(0, '127.0.0.1', resolve));
      const { port } = floor.address() as AddressInfo;
      const result = await run(name, port);
      floor.closeAllConnections();
      floor.close();
      expect(result).toMatchObject({ errors: 0, firstError: null });
      expect(result.requests).toBeGreaterThan(3);
    },
  );
});

describe('a load counts as errors', () => {
  it.each([
    ['a status that is not the expected one', 500, 'x'.repeat(600), 'status 500 instead of 200'],
    ['a short body', 200, '{}', 'a body of 2 bytes'],
    ['a body without its end', 200, 'x'.repeat(600), 'the end of the body is missing'],
  ])('%s', async (_name, status, body, message) => {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const result = await run('chat', (server.address() as AddressInfo).port, 1);
    server.closeAllConnections();
    server.close();
    expect(result.requests).toBe(0);
    expect(result.errors).toBeGreaterThan(0);
    expect(result.firstError).toBe(message);
  });

  it('a target that is not there, without going on for ever', async () => {
    const result = await run('chat', 1, 1);
    expect(result.requests).toBe(0);
    expect(result.firstError).toContain('ECONNREFUSED');
  });
});
