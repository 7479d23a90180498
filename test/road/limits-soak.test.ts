import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { expectSoundWallet, rowsOnceThereAre, until } from '../support/road/ledger.ts';
import { countStatuses, createLimitedKey, type LimitedKey } from '../support/road/limited-keys.ts';

const PLACES = 8;
const LINE = 8;
const REQUESTS = 600;
const AT_ONCE = 40;

describe('F40: clients and upstreams that break off', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.simulator.setPace({ first_chunk_ms: 5, chunk_ms: 1 });
    const path = '/openai/v1/chat/completions';
    const every = (step: number): number[] => Array.from({ length: REQUESTS }, (_, at) => at * step + 3);
    gateway.simulator.addFaults([
      { match: { path, nth: every(7) }, effect: { cut_after_bytes: 120 } },
      { match: { path, nth: every(11) }, effect: { status: 500, body: 'broken' } },
      { match: { path, nth: every(13) }, effect: { status: 429, body: 'slow down' } },
    ]);
  });
  afterAll(() => gateway.close());

  /** Some wait to the end; some leave at once, some with the first byte, some later. */
  async function useOnce(key: LimitedKey, at: number): Promise<number> {
    const patience = at % 5;
    const leavesAt = (received: string): boolean => received.length >= (patience - 1) * 60;
    const heard = await key.chat({ stream: at % 2 === 0 }, patience === 0 ? {} : { leavesAt });
    return heard.status;
  }

  it(`after ${REQUESTS} of them every place is free, nothing is held, and the limits are what they were`, async () => {
    const limits = { concurrency: PLACES, queue_limit: LINE, rpm: 100_000, tpm: 1_000_000_000 };
    const key = await createLimitedKey(gateway, { limits, spend_windows: { '5h': '50' }, quota: '50' });
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < REQUESTS) {
          next += 1;
          await useOnce(key, next);
        }
      }),
    );
    await until('nothing runs any more', async () => {
      const text = await (await fetch(gateway.metricsUrl)).text();
      return /^turnpike_requests_in_flight 0$/m.test(text);
    });
    const rows = await rowsOnceThereAre(gateway, REQUESTS);
    await expectSoundWallet(gateway, rows);
    expect(new Set(rows.map(({ state }) => state)).size).toBeGreaterThan(1);

    gateway.simulator.clearFaults();
    gateway.simulator.setPace({ first_chunk_ms: 500 });
    const heard = await Promise.all(Array.from({ length: PLACES + LINE + 5 }, () => key.chat()));
    expect(countStatuses(heard)).toEqual({ 200: PLACES + LINE, 429: 5 });
  }, 60_000);
});
