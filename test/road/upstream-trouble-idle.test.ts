import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { expectSoundWallet, rowsOnceThereAre } from '../support/road/ledger.ts';
import { ROAD_DIALECTS, type RoadDialect } from '../support/road/road-dialects.ts';

const ROUNDS = 50;
const AT_ONCE = 40;
const CLOSE_IDLE_MS = 3;

describe('an upstream that closes idle connections without a word', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.simulator.addFaults([{ effect: { close_idle_ms: CLOSE_IDLE_MS } }]);
  });
  afterAll(() => gateway.close());

  async function post(dialect: RoadDialect | undefined, streams: boolean): Promise<number> {
    if (dialect === undefined) {
      return 0;
    }
    const path = streams ? dialect.streamPath : dialect.wholePath;
    const body = streams ? dialect.streamBody('hi repeat:4') : dialect.wholeBody('hi repeat:4');
    const response = await gateway.post(path, body);
    const text = await response.text();
    return response.status === 200 && !dialect.inBandError.test(text) ? 200 : 0;
  }

  it('F49: 2,000 requests with pauses about as long as its patience meet no error', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = Array.from({ length: AT_ONCE }, (_, index) =>
        post(ROAD_DIALECTS[index % ROAD_DIALECTS.length], (round + index) % 2 === 0),
      );
      statuses.push(...(await Promise.all(asked)));
      await delay((round % 5) + 1);
    }
    expect(statuses).toHaveLength(ROUNDS * AT_ONCE);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    const rows = await rowsOnceThereAre(gateway, ROUNDS * AT_ONCE);
    expect(rows.every(({ state }) => state === 'settled')).toBe(true);
    await expectSoundWallet(gateway, rows);
    // No request reached the upstream twice: what it billed is what it was asked for.
    expect(gateway.simulator.bill().total).toMatchObject({ requests: ROUNDS * AT_ONCE, cut: 0 });
  }, 60_000);
});
