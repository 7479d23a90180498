import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';

const AT_ONCE = 100;
const ROOM_FOR = 10;

function config(credit: string): (simulatorUrl: string) => string {
  return (url) => testConfig(url).replace('credit: "100"', `credit: "${credit}"`);
}

describe('many requests at once', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());

  function bodyOf(stream: boolean): Record<string, unknown> {
    const messages = [{ role: 'user', content: 'parallel repeat:1000' }];
    return { model: 'gpt-test', messages, max_tokens: 1_000, ...(stream ? { stream } : {}) };
  }

  for (const stream of [false, true]) {
    it(`F1: of ${AT_ONCE} ${stream ? 'streams' : 'requests'} a wallet for ten admits ten, and never goes below zero`, async () => {
      // What one holds is learnt from the row it leaves.
      gateway = await startTestGateway();
      await ask(`${gateway.url}/v1/chat/completions`, bodyOf(stream));
      const [first] = await rowsOnceThereAre(gateway, 1);
      const holdNano = nanoOf(first?.charge.hold ?? '0');
      await gateway.close();

      const credit = (holdNano * ROOM_FOR + holdNano / 2) / 1e9;
      gateway = await startTestGateway({ config: config(credit.toFixed(9)) });
      gateway.simulator.setPace({ first_chunk_ms: 1_000 });
      const heard = await Promise.all(
        Array.from({ length: AT_ONCE }, () => ask(`${gateway.url}/v1/chat/completions`, bodyOf(stream))),
      );
      const admitted = heard.filter(({ status }) => status === 200);
      expect(admitted).toHaveLength(ROOM_FOR);
      expect(heard.filter(({ status }) => status === 402)).toHaveLength(AT_ONCE - ROOM_FOR);
      expect(gateway.simulator.bill().total.requests).toBe(ROOM_FOR);
      const rows = await rowsOnceThereAre(gateway, AT_ONCE);
      expect(rows.every(({ charge }) => charge.uncollected === '0')).toBe(true);
      await expectSoundWallet(gateway, rows);
    });
  }

  it('F1: every dialect draws on the same hold', async () => {
    gateway = await startTestGateway({ config: config('0.5') });
    gateway.simulator.setPace({ first_chunk_ms: 500 });
    const heard = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => {
        const dialect = ROAD_DIALECTS[index % ROAD_DIALECTS.length];
        return ask(gateway.url + (dialect?.streamPath ?? ''), dialect?.streamBody('repeat:100') ?? {});
      }),
    );
    const rows = await rowsOnceThereAre(gateway, AT_ONCE);
    const held = rows.filter(({ state }) => state === 'settled').map(({ charge }) => nanoOf(charge.hold));
    expect(held).toHaveLength(gateway.simulator.bill().total.requests);
    expect(heard.some(({ status }) => status !== 200)).toBe(true);
    expect(held.reduce((sum, hold) => sum + hold, 0)).toBeLessThanOrEqual(500_000_000);
    await expectSoundWallet(gateway, rows);
  });
});
