import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createConnectionMemory, createMemoryBudget } from './connection-memory.ts';
import { EventOutlet } from './event-outlet.ts';
import { createSocketAnswer } from './socket-answer.ts';
import { SocketConnection } from './socket-connection.ts';
import type { SocketRequest } from './socket-request.ts';

const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) {
    await close();
  }
});

const LIMITS = { maxAgeMs: 60 * 60_000, idleMs: 15 * 60_000, pingMs: 30_000 };

/** A connection over real sockets, with a clock that is moved by hand and requests that end when told to. */
async function connect() {
  let nowMs = 0;
  const asked: { request: SocketRequest; outlet: EventOutlet }[] = [];
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const accepted = new Promise<SocketConnection>((resolve) => {
    server.on('connection', (socket: WebSocket, upgrade: IncomingMessage) => {
      resolve(
        new SocketConnection({
          ...{ socket, upgrade, limits: LIMITS, monotonicMs: () => nowMs },
          memory: createConnectionMemory(createMemoryBudget(1_000_000)),
          serve(request) {
            const { sink, memory } = request;
            const outlet = new EventOutlet(createSocketAnswer(sink, memory, () => null));
            outlet.writeHead(200, ['content-type', 'text/event-stream']);
            asked.push({ request, outlet });
            return { outlet, over: Promise.resolve() };
          },
        }),
      );
    });
  });
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  closings.push(
    () => http.close(),
    () => server.close(),
    () => client.terminate(),
  );
  const frames: Record<string, unknown>[] = [];
  client.on('message', (data) => frames.push(JSON.parse(String(data))));
  const closed = once(client, 'close');
  await once(client, 'open');
  const connection = await accepted;
  return {
    ...{ connection, client, frames, asked, closed },
    moveTo(ms: number) {
      nowMs = ms;
      connection.tick(ms);
    },
    async ask() {
      const before = asked.length;
      client.send('{"type":"response.create"}');
      await expect.poll(() => asked.length).toBe(before + 1);
      const last = asked.at(-1);
      if (last === undefined) {
        throw new Error('nothing was asked');
      }
      return last.outlet;
    },
  };
}

const TERMINAL = Buffer.from('data: {"type":"response.completed","response":{"id":"resp_1"}}\n\n');

describe('a WebSocket', () => {
  it('ends after 60 minutes with the code that clients open a new one for', async () => {
    const { moveTo, frames, closed } = await connect();
    moveTo(LIMITS.pingMs - 1);
    moveTo(LIMITS.maxAgeMs);
    expect((await closed)[0]).toBe(1000);
    expect(frames).toMatchObject([
      { type: 'error', status: 400, error: { code: 'websocket_connection_limit_reached' } },
    ]);
  });

  it('lets a request go on that runs when the 60 minutes are over, and takes no other', async () => {
    const { moveTo, ask, frames, client, closed } = await connect();
    const outlet = await ask();
    moveTo(LIMITS.maxAgeMs);
    client.send('{"type":"response.create"}');
    await expect
      .poll(() => frames)
      .toMatchObject([{ error: { code: 'websocket_connection_limit_reached' } }]);
    outlet.end(TERMINAL);
    await expect.poll(() => frames.at(-1)?.type).toBe('response.completed');
    moveTo(LIMITS.maxAgeMs + 1);
    await closed;
  });

  it('is closed when nobody asks anything for long', async () => {
    const { moveTo, closed, frames } = await connect();
    moveTo(LIMITS.idleMs);
    expect((await closed)[0]).toBe(1000);
    expect(frames).toEqual([]);
  });

  it('is pinged, and cut when it does not answer', async () => {
    const { moveTo, client, connection } = await connect();
    const ponged = new Promise((resolve) => client.once('ping', resolve));
    moveTo(LIMITS.pingMs);
    await ponged;
    // A client that does not read does not answer either.
    client.pause();
    let isCut = false;
    void connection.closed.then(() => {
      isCut = true;
    });
    let nowMs = LIMITS.pingMs;
    await expect
      .poll(() => {
        nowMs += LIMITS.pingMs;
        moveTo(Math.min(nowMs, LIMITS.idleMs - 1));
        return isCut;
      })
      .toBe(true);
  });

  it('stops its upstream while its client does not read, and goes on afterwards', async () => {
    const { ask, client, frames } = await connect();
    const outlet = await ask();
    client.pause();
    const piece = Buffer.from(`data: {"type":"x","delta":"${'x'.repeat(256 * 1024)}"}\n\n`);
    let written = 0;
    while (outlet.write(piece)) {
      written += 1;
      expect(written).toBeLessThan(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const drained = once(outlet, 'drain');
    client.resume();
    await drained;
    outlet.end(TERMINAL);
    await expect.poll(() => frames.length).toBe(written + 2);
  });

  it('finishes what runs when the gateway stops, and takes nothing new', async () => {
    const { ask, connection, client, frames, closed } = await connect();
    const outlet = await ask();
    connection.stop();
    client.send('{"type":"response.create"}');
    await expect.poll(() => frames).toMatchObject([{ status: 503, error: { code: 'shutting_down' } }]);
    outlet.end(TERMINAL);
    expect((await closed)[0]).toBe(1001);
    expect(frames.at(-1)).toMatchObject({ type: 'response.completed' });
  });

  it('cancels what runs when its client is gone', async () => {
    const { ask, client } = await connect();
    const outlet = await ask();
    client.terminate();
    await once(outlet, 'close');
    expect(outlet.destroyed).toBe(true);
  });
});

describe('what connections remember', () => {
  it('is bounded for all of them together, and given back', () => {
    const budget = createMemoryBudget(100);
    const [one, two] = [createConnectionMemory(budget), createConnectionMemory(budget)];
    const items = [{ text: 'x'.repeat(60) }];
    one.remember('resp_1', items);
    two.remember('resp_2', items);
    expect([one.itemsOf('resp_1'), two.itemsOf('resp_2')]).toEqual([items, null]);
    one.forget();
    two.remember('resp_2', items);
    expect([one.itemsOf('resp_1'), two.itemsOf('resp_2')]).toEqual([null, items]);
  });
});
