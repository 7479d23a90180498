import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/gateway/index.ts';

const GRACE_MS = 300;

/** Opens a connection and sends what is given, whole requests or parts of one. */
async function connectTo({ url }: Listening, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** A connection may be reset; it is closed all the same. */
function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** Closes with the grace of these tests and says how long that took. */
async function timeToClose(listening: Listening): Promise<number> {
  const startedMs = performance.now();
  await listening.close(GRACE_MS);
  return performance.now() - startedMs;
}

const stalls: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: 1\n\n');
};

describe('a server that is told to close', () => {
  it('waits for what stalls no longer than its grace, then cuts it', async () => {
    const listening = await listen(stalls, '127.0.0.1', 0);
    const stalled = await connectTo(listening, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(stalled, 'data');
    const half = await connectTo(listening, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{"a"');
    const ended = Promise.all([closed(stalled), closed(half)]);
    const tookMs = await timeToClose(listening);
    expect(tookMs).toBeGreaterThanOrEqual(GRACE_MS - 20);
    expect(tookMs).toBeLessThan(GRACE_MS + 2_000);
    await ended;
  });

  it('does not wait for connections that are idle, nor for those that become so', async () => {
    const listening = await listen(
      (_request, response) => void delay(100).then(() => response.end('done')),
      '127.0.0.1',
      0,
    );
    const never = await connectTo(listening, '');
    const busy = await connectTo(listening, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const answered = once(busy, 'data');
    await delay(20);
    const ended = Promise.all([closed(never), closed(busy)]);
    expect(await timeToClose(listening)).toBeLessThan(GRACE_MS);
    expect(String(await answered)).toContain('done');
    await ended;
  });
});
