import { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { expectSoundWallet, rowsOnceThereAre, until } from '../support/road/ledger.ts';
import { piecesIn, ROAD_DIALECTS } from '../support/road/road-dialects.ts';

const STREAMS = 2_000;
const AT_ONCE = 50;

describe('thousands of clients that hang up', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.simulator.setPace({ chunk_ms: 5 });
  });
  afterAll(() => gateway.close());

  async function leave(index: number): Promise<void> {
    const dialect = ROAD_DIALECTS[index % ROAD_DIALECTS.length];
    if (dialect !== undefined) {
      // Some leave before the head, some after a piece or two.
      const last = Math.floor(index / ROAD_DIALECTS.length) % 3;
      await ask(
        gateway.url + dialect.streamPath,
        dialect.streamBody(`leaving ${index} repeat:400 chunks:100`),
        {
          leavesAt: (received) => piecesIn(dialect, received).length >= last,
        },
      );
    }
  }

  async function leaveAll(count: number): Promise<void> {
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < count) {
          next += 1;
          await leave(next);
        }
      }),
    );
    await until(
      'the gateway is done with them',
      async () => (await metric('turnpike_requests_in_flight')) === 0,
    );
    await until('the upstream is rid of them', () => gateway.simulator.openConnections() === 0);
  }

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(gateway.metricsUrl)).text();
    return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  }

  function handles(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const name of process.getActiveResourcesInfo()) {
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  it(`F20: ${STREAMS} aborted streams leave no socket, no timer and no object behind`, async () => {
    await leaveAll(100);
    await delay(300);
    const before = { handles: handles(), responses: queryObjects(ServerResponse, { format: 'count' }) };
    await leaveAll(STREAMS);
    await until('sockets and timers are as before', () => {
      const now = handles();
      return ['TCPSocketWrap', 'TCPServerWrap', 'Timeout', 'ConnectWrap'].every(
        (name) => (now[name] ?? 0) <= (before.handles[name] ?? 0) + 2,
      );
    });
    // Whatever kept a stream would keep its response: the set of silent streams, a timer, a listener.
    expect(queryObjects(ServerResponse, { format: 'count' })).toBeLessThanOrEqual(before.responses + 20);
    const all = await rowsOnceThereAre(gateway, STREAMS + 100);
    expect(all.every((row) => row.client_gone && row.state === 'settled')).toBe(true);
    await expectSoundWallet(gateway, all);
  }, 60_000);
});
