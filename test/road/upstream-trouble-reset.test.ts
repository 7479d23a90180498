import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/road/ask.ts';
import { type ByteGateway, startByteGateway } from '../support/road/byte-gateway.ts';
import { piecesOf } from '../support/road/byte-upstream.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import { plainStream } from '../support/road/plain-stream.ts';
import { piecesIn, ROAD_DIALECTS, tokensIn } from '../support/road/road-dialects.ts';

describe('an upstream whose connection is reset in a stream', () => {
  let road: ByteGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    road = await startByteGateway();
  });
  afterAll(() => road.close());

  for (const dialect of ROAD_DIALECTS) {
    it(`F44: ${dialect.name}: after any number of bytes the client is told, and the row says failed`, async () => {
      const { bytes, contentType } = plainStream(dialect);
      const offsets = Array.from({ length: 12 }, (_, index) => Math.floor((bytes.length * (index + 1)) / 16));
      const heard = await Promise.all(
        offsets.map((offset) => {
          const chunks = piecesOf(bytes.subarray(0, offset), 50);
          const word = road.upstream.stage({ contentType, chunks, ending: 'reset' });
          return ask(road.gateway.url + dialect.streamPath, dialect.streamBody(word));
        }),
      );
      rowsBefore += offsets.length;
      const rows = await rowsOnceThereAre(road.gateway, rowsBefore);
      for (const { status, text, headers, isWhole } of heard) {
        const row = rows.find(({ id }) => id === headers['x-request-id']);
        expect(row).toMatchObject({ state: 'failed', status, error_code: 'upstream_failed' });
        expect(isWhole).toBe(true);
        expect(text).not.toMatch(dialect.cleanEnd);
        expect(status === 200 ? text : '{"error":{').toMatch(status === 200 ? dialect.inBandError : /error/);
        expect([200, 502]).toContain(status);
        expect(Number(row?.usage.output_tokens)).toBeGreaterThanOrEqual(tokensIn(dialect, text));
        const isCharged = nanoOf(row?.charge.amount ?? '0') > 0;
        expect(isCharged).toBe(status === 200 && piecesIn(dialect, text).length > 0);
      }
      await expectSoundWallet(road.gateway, rows);
    });
  }
});
