import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../simulator/faults.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask, type Heard } from '../support/road/ask.ts';
import { type LedgerRow, nanoOf, newestRow } from '../support/road/ledger.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';

const ERROR_BODY = { error: { type: 'server_error', message: 'it did not work '.repeat(50), code: 500 } };

describe('an upstream in trouble with a whole answer', () => {
  let gateway: TestGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    gateway = await startTestGateway({
      timeouts: { firstByteTimeoutMs: 400, idleTimeoutMs: 400, totalTimeoutMs: 60_000 },
    });
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.simulator.reset());

  function rowOf(heard: Heard): Promise<LedgerRow> {
    rowsBefore += 1;
    return newestRow(gateway, rowsBefore, heard);
  }

  const troubles: readonly (readonly [string, FaultEffect, number])[] = [
    ['400', { status: 400 }, 400],
    ['503', { status: 503 }, 502],
    ['an error with status 200', { status: 200, body: ERROR_BODY }, 200],
    ['silence', { delay_ms: 5_000 }, 504],
    ['no head before the connection breaks', { cut_after_bytes: 0 }, 502],
    ['half a body before the connection breaks', { cut_after_bytes: 100 }, 502],
  ];
  for (const dialect of ROAD_DIALECTS.slice(0, 4)) {
    for (const [name, effect, status] of troubles) {
      it(`F11, F12: ${dialect.name}: ${name}: costs nothing`, async () => {
        gateway.simulator.addFaults([{ effect }]);
        const heard = await ask(gateway.url + dialect.wholePath, dialect.wholeBody('whole repeat:100'));
        expect(heard.status).toBe(status);
        expect(heard.text).toContain('error');
        const row = await rowOf(heard);
        expect(row).toMatchObject({ state: 'failed', status, charge: { amount: '0' }, usage_source: 'none' });
      });
    }

    it(`${dialect.name}: an answer that cannot be read was delivered, and is charged`, async () => {
      gateway.simulator.addFaults([{ effect: { malformed_after: 0 } }]);
      const heard = await ask(gateway.url + dialect.wholePath, dialect.wholeBody('whole repeat:400'));
      expect(heard.status).toBe(200);
      const row = await rowOf(heard);
      expect(row).toMatchObject({ state: 'settled', usage_source: 'estimated' });
      expect(nanoOf(row.charge.amount)).toBeGreaterThan(0);
    });
  }

  for (const dialect of ROAD_DIALECTS) {
    it(`F11: ${dialect.name}: an error with status 200 where a stream was asked for costs nothing`, async () => {
      gateway.simulator.addFaults([{ effect: { status: 200, body: ERROR_BODY } }]);
      const heard = await ask(gateway.url + dialect.streamPath, dialect.streamBody('whole repeat:100'));
      expect(heard.text).toContain('it did not work');
      expect(await rowOf(heard)).toMatchObject({ state: 'failed', charge: { amount: '0' } });
    });
  }
});
