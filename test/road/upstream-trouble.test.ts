import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../simulator/faults.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask, type Heard } from '../support/road/ask.ts';
import {
  expectSoundWallet,
  type LedgerRow,
  nanoOf,
  newestRow,
  rowsOnceThereAre,
} from '../support/road/ledger.ts';
import { piecesIn, ROAD_DIALECTS, type RoadDialect, tokensIn } from '../support/road/road-dialects.ts';

/** Enough text in front of the fault that the client has got some of it. */
const PROMPT = 'trouble ahead repeat:240 chunks:24';
/** Events that open a stream, before the first piece of text. */
const OPENING: Readonly<Record<string, number>> = { chat: 1, responses: 4, messages: 3 };

describe('an upstream in trouble', () => {
  let gateway: TestGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    gateway = await startTestGateway({
      timeouts: { firstByteTimeoutMs: 400, idleTimeoutMs: 400, totalTimeoutMs: 60_000 },
    });
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.simulator.reset());

  function stream(dialect: RoadDialect): Promise<Heard> {
    return ask(gateway.url + dialect.streamPath, dialect.streamBody(PROMPT));
  }

  function rowOf(heard: Heard): Promise<LedgerRow> {
    rowsBefore += 1;
    return newestRow(gateway, rowsBefore, heard);
  }

  function expectToldAndCharged(dialect: RoadDialect, heard: Heard, row: LedgerRow): void {
    expect(heard).toMatchObject({ status: 200, isWhole: true });
    expect(heard.text).toMatch(dialect.inBandError);
    expect(heard.text).not.toMatch(dialect.cleanEnd);
    const tokens = tokensIn(dialect, heard.text);
    expect(tokens).toBeGreaterThan(0);
    expect(row).toMatchObject({ state: 'failed', usage_source: 'estimated', client_gone: false });
    expect(Number(row.usage.output_tokens)).toBeGreaterThanOrEqual(tokens);
    expect(Number(row.usage.output_tokens)).toBeLessThan(240);
    expect(nanoOf(row.charge.amount)).toBeGreaterThanOrEqual(tokens * dialect.price.output * 1_000);
  }

  for (const dialect of ROAD_DIALECTS) {
    const refusals: readonly (readonly [string, FaultEffect, number])[] = [
      ['400', { status: 400 }, 400],
      ['400 with a long text', { status: 400, body: { error: { message: 'no '.repeat(9_000) } } }, 400],
      ['500', { status: 500 }, 502],
      ['200 and nothing before the connection breaks', { cut_after_bytes: 0 }, 502],
      ['silence', { delay_ms: 5_000 }, 504],
    ];
    for (const [name, effect, status] of refusals) {
      it(`F11, F12: ${dialect.name}: ${name}: costs nothing`, async () => {
        gateway.simulator.addFaults([{ effect }]);
        const heard = await stream(dialect);
        expect(heard.status).toBe(status);
        const row = await rowOf(heard);
        expect(row).toMatchObject({ state: 'failed', status, charge: { amount: '0' }, usage_source: 'none' });
        expect(row.usage).toMatchObject({ input_tokens: 0, output_tokens: 0 });
      });
    }

    for (const error_after of new Set([0, OPENING[dialect.name] ?? 0])) {
      it(`F11: ${dialect.name}: an error after ${error_after} events without content costs nothing`, async () => {
        gateway.simulator.addFaults([{ effect: { error_after } }]);
        const heard = await stream(dialect);
        expect(heard.text).not.toMatch(dialect.cleanEnd);
        expect(await rowOf(heard)).toMatchObject({ state: 'failed', charge: { amount: '0' } });
      });
    }

    it(`F43: ${dialect.name}: an error in the stream after content is told once, and the content charged`, async () => {
      gateway.simulator.addFaults([{ effect: { error_after: 12 } }]);
      const heard = await stream(dialect);
      expectToldAndCharged(dialect, heard, await rowOf(heard));
      expect(heard.text.match(new RegExp(dialect.inBandError, 'g'))).toHaveLength(1);
    });

    it(`F44: ${dialect.name}: a stream cut anywhere is never a clean one`, async () => {
      const whole = await stream(dialect);
      rowsBefore += 1;
      const cuts = Array.from({ length: 16 }, (_, index) =>
        Math.floor((whole.bytes.length * (index + 1)) / 18),
      );
      for (const cut_after_bytes of cuts) {
        gateway.simulator.clearFaults();
        gateway.simulator.addFaults([{ effect: { cut_after_bytes } }]);
        const heard = await stream(dialect);
        rowsBefore += 1;
        expect(heard.text).not.toMatch(dialect.cleanEnd);
        expect(heard.isWhole).toBe(true);
        if (heard.status === 200) {
          expect(heard.text).toMatch(dialect.inBandError);
        } else {
          expect(heard).toMatchObject({ status: 502 });
        }
      }
      const rows = (await rowsOnceThereAre(gateway, rowsBefore)).slice(0, cuts.length);
      expect(rows.every(({ state }) => state === 'failed')).toBe(true);
      const charges = rows.map(({ charge }) => nanoOf(charge.amount)).reverse();
      expect(charges).toEqual([...charges].sort((a, b) => a - b));
      await expectSoundWallet(gateway, await rowsOnceThereAre(gateway, rowsBefore));
    });

    it(`F46: ${dialect.name}: a stream that falls silent ends with an error, what came is charged`, async () => {
      gateway.simulator.addFaults([{ effect: { stall_after_chunks: 12 } }]);
      const heard = await stream(dialect);
      const row = await rowOf(heard);
      expectToldAndCharged(dialect, heard, row);
      expect(row.error_code).toBe('upstream_timeout');
    });

    it(`F48: ${dialect.name}: a stream that takes long but never falls silent is not cut`, async () => {
      gateway.simulator.addFaults([{ effect: { slow_chunk_ms: 20 } }]);
      const heard = await stream(dialect);
      expect(heard.text).toMatch(dialect.cleanEnd);
      expect(await rowOf(heard)).toMatchObject({ state: 'settled', usage_source: 'upstream' });
    });

    it(`${dialect.name}: one broken event among good ones is no clean end and no free answer`, async () => {
      gateway.simulator.addFaults([{ effect: { malformed_after: 10 } }]);
      const heard = await stream(dialect);
      expect(heard.isWhole).toBe(true);
      expect(piecesIn(dialect, heard.text).length).toBeGreaterThan(3);
      const row = await rowOf(heard);
      const tokens = tokensIn(dialect, heard.text);
      expect(Number(row.usage.output_tokens)).toBeGreaterThanOrEqual(tokens);
      expect(nanoOf(row.charge.amount)).toBeGreaterThan(0);
    });
  }
});
