import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../../test/support/road/ask.ts';
import { until } from '../../../test/support/road/ledger.ts';
import { systemClock } from '../../core/clock.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Call, Operation } from '../../dialects/index.ts';
import * as operations from '../../dialects/index.ts';
import type { Claim } from '../../limits/index.ts';
import { claimOf, KEY, openedAdmissions } from '../../limits/testing/claims.ts';
import type { Exchange } from '../exchange.ts';
import { createHeartbeats } from '../heartbeats.ts';
import { waitForTurn } from './wait-for-turn.ts';

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) {
    close();
  }
});

/** A server on which every request waits for its turn, since the only place is taken. */
async function startWaiting(
  operation: Operation,
  { turnTimeoutMs = 60_000, isStreaming = true, queueLimit = 2 } = {},
) {
  const limits = { concurrency: 1, queueLimit };
  const admissions = openedAdmissions(systemClock);
  const running = claimOf({ limits });
  admissions.admit(running);
  const heartbeats = createHeartbeats(systemClock, { silenceMs: 20, sweepMs: 10 });
  const deps = { admissions, heartbeats, clock: systemClock, turnTimeoutMs };
  const ends: string[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const exchange = exchangeOf(request, response, admissions);
    const call = { operation, address: ADDRESS, facts: { isStreaming } } as unknown as Call;
    try {
      const claim: Claim = await waitForTurn(exchange, call, claimOf({ limits }), deps);
      ends.push('granted');
      response.end('served');
      admissions.settle(claim, 0, 0);
    } catch (error) {
      const refusal = error as Refusal;
      ends.push(refusal.code);
      if (exchange.failInStream === null) {
        response.writeHead(refusal.status).end(refusal.message);
      } else {
        exchange.failInStream(refusal);
      }
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => {
    heartbeats.stop();
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const waiting = () => admissions.key(KEY)?.waiting ?? 0;
  return { url, admissions, ends, waiting, free: () => admissions.settle(running, 0, 0) };
}

const ADDRESS = { model: null, query: new URLSearchParams() };

function exchangeOf(request: IncomingMessage, response: ServerResponse, admissions: Exchange['admissions']) {
  const made = { id: 'req_1', request, response, access: null, admissions, failInStream: null };
  return { ...made, nativeFormat: 'openai' } as unknown as Exchange;
}

describe('waiting for its turn', () => {
  it('goes on when a place is free, with the head still unsent where nothing was silent for long', async () => {
    const { url, free, waiting, ends } = await startWaiting(operations.chatCompletions, {
      isStreaming: false,
    });
    const asked = ask(url, {});
    await until('it waits', () => waiting() === 1);
    await delay(60);
    free();
    expect(await asked).toMatchObject({ status: 200, text: 'served' });
    expect(ends).toEqual(['granted']);
  });

  it('is refused when the line is full, and when no place was free for too long', async () => {
    const options = { turnTimeoutMs: 150, isStreaming: false, queueLimit: 1 };
    const { url, waiting, admissions } = await startWaiting(operations.chatCompletions, options);
    const first = ask(url, {});
    await until('it waits', () => waiting() === 1);
    const full = await ask(url, {});
    expect([full.status, full.text]).toEqual([
      429,
      expect.stringContaining('1 requests wait while 1 are running'),
    ]);
    const late = await first;
    expect([late.status, late.text]).toEqual([
      429,
      expect.stringContaining('none of the 1 that are running ended'),
    ]);
    expect(admissions.key(KEY)).toMatchObject({ waiting: 0, inFlight: 1 });
  });

  it('leaves the line at once with its client', async () => {
    const { url, waiting, ends, admissions, free } = await startWaiting(operations.chatCompletions);
    await ask(url, {}, { leavesAt: () => true });
    await until('the client is gone', () => ends.length === 1);
    expect([ends, waiting()]).toEqual([['client_gone'], 0]);
    free();
    expect(admissions.key(KEY)).toMatchObject({ inFlight: 0 });
  });

  it.each([
    ['chat', operations.chatCompletions, '"code":"concurrency_exceeded"'],
    ['responses', operations.responses, 'event: response.failed'],
    ['messages', operations.messages, 'event: error'],
  ])(
    '%s: a stream gets heartbeats while it waits, and a refusal as its own error',
    async (_, operation, error) => {
      const beat = operation.heartbeat?.toString() ?? 'none';
      const { url } = await startWaiting(operation, { turnTimeoutMs: 200 });
      const heard = await ask(url, {});
      expect(heard).toMatchObject({ status: 200, isWhole: true });
      expect(heard.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-request-id': 'req_1' });
      expect(heard.text.startsWith(beat + beat)).toBe(true);
      expect(heard.text).toContain(error);
    },
  );

  it('a stream of a dialect without such a frame waits in silence, and gets its status', async () => {
    const { url } = await startWaiting(operations.geminiStreamGenerate, { turnTimeoutMs: 100 });
    expect((await ask(url, {})).status).toBe(429);
  });
});
