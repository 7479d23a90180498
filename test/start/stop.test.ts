import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBooks } from '../chaos/books.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

let gateway: GatewayProcess;
beforeEach(async () => {
  gateway = await startGatewayProcess();
});
afterEach(() => gateway.close());

const books = () => readBooks({ url: null, dataDir: gateway.dataDir });
const question = { model: 'gpt-test', messages: [{ role: 'user', content: 'repeat:40 chunks:8' }] };

/** Starts a stream and reads its first piece; `rest` reads on to the end. */
async function openStream(): Promise<{ id: string; rest: () => Promise<string> }> {
  const response = await gateway.post('/v1/chat/completions', { ...question, stream: true });
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  await reader.read();
  const decoder = new TextDecoder();
  return {
    id: response.headers.get('x-request-id') ?? '',
    async rest() {
      let text = '';
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        text += decoder.decode(piece.value, { stream: true });
      }
      return text;
    },
  };
}

/** Sends the first part of a request, so that its connection is not idle; `finish` sends the other part. */
async function beginRequest(path: string): Promise<{ finish: () => Promise<string> }> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n`);
  return {
    async finish() {
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      socket.write('connection: close\r\n\r\n');
      await once(socket, 'close');
      return text;
    },
  };
}

describe('SIGTERM', () => {
  it('lets running requests finish, takes no new ones, saves everything, and ends with 0', async () => {
    gateway.simulator.setPace({ chunk_ms: 100 });
    const stream = await openStream();
    const whole = gateway.post('/v1/chat/completions', question);
    const readiness = await beginRequest('/readyz');
    await delay(50);

    const ended = gateway.kill('SIGTERM');
    await delay(150);
    await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow('fetch failed');
    const notReady = await readiness.finish();
    expect(notReady).toMatch(/^HTTP\/1\.1 503 /);
    expect(notReady).toContain('"reason":"stopping"');
    expect(await stream.rest()).toMatch(/data: \[DONE\]\n\n$/);
    const answer = await whole;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ choices: [{ finish_reason: 'stop' }] });

    expect(await ended).toBe(0);
    const { requests, wallet, charges } = await books();
    expect(requests.size).toBe(2);
    expect(requests.get(stream.id)).toMatchObject({ state: 'settled', usage_source: 'upstream' });
    expect(requests.get(answer.headers.get('x-request-id') ?? '')?.state).toBe('settled');
    expect(charges).toHaveLength(2);
    expect(wallet.spent).toBeGreaterThan(0);
    expect(readdirSync(join(gateway.dataDir, 'journal'))).toEqual([]);
    expect(gateway.stderr()).toContain('Stopping: running requests are finished first');
  });

  it('settles the request of a client that leaves meanwhile', async () => {
    gateway.simulator.addFaults([{ effect: { stall_after_chunks: 3 } }]);
    const abort = new AbortController();
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...question, stream: true }),
      signal: abort.signal,
    });
    const ended = gateway.kill('SIGTERM');
    await delay(100);
    abort.abort();
    expect(await ended).toBe(0);
    const row = (await books()).requests.get(response.headers.get('x-request-id') ?? '');
    expect(row).toMatchObject({ state: 'settled', client_gone: 1, error_code: 'client_gone' });
    expect(row?.charge_nano).toBeGreaterThan(0);
  });

  it('ends at once when it is sent again; what was running is interrupted at the next start', async () => {
    gateway.simulator.addFaults([{ effect: { stall_after_chunks: 3 } }]);
    const stream = await openStream();
    const rest = stream.rest().catch(() => 'cut');
    const ended = gateway.kill('SIGTERM');
    await delay(100);
    const askedAgainMs = performance.now();
    process.kill(gateway.pid, 'SIGTERM');
    expect(await ended).toBe(1);
    expect(performance.now() - askedAgainMs).toBeLessThan(1_000);
    expect(await rest).toBe('cut');

    await gateway.restart();
    expect(await gateway.wallet()).toEqual(
      expect.objectContaining({ granted: '100', remaining: '100', held: '0', spent: '0' }),
    );
    await gateway.kill('SIGTERM');
    expect((await books()).requests.get(stream.id)).toMatchObject({ state: 'interrupted', charge_nano: 0 });
  });
});
