import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/road/ask.ts';
import { type ByteGateway, startByteGateway } from '../support/road/byte-gateway.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import { plainStream } from '../support/road/plain-stream.ts';
import { piecesIn, ROAD_DIALECTS, tokensIn } from '../support/road/road-dialects.ts';

describe('an upstream that is done at the moment its client leaves', () => {
  let road: ByteGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    road = await startByteGateway();
  });
  afterAll(() => road.close());

  for (const dialect of ROAD_DIALECTS) {
    it(`F47: ${dialect.name}: the stream is metered once`, async () => {
      const { bytes, contentType } = plainStream(dialect);
      // All of it comes at once, so the client leaves on bytes that may well be the last.
      const heard = await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const word = road.upstream.stage({ contentType, chunks: [bytes] });
          return ask(road.gateway.url + dialect.streamPath, dialect.streamBody(word), {
            leavesAt: (received) => index % 2 === 0 && piecesIn(dialect, received).length > 0,
          });
        }),
      );
      rowsBefore += heard.length;
      const rows = await rowsOnceThereAre(road.gateway, rowsBefore);
      for (const { headers, text } of heard) {
        const row = rows.find(({ id }) => id === headers['x-request-id']);
        expect(row).toMatchObject({ state: 'settled' });
        // A stream that was relayed to its end is charged by the upstream's count, which these fixtures make up.
        const least = row?.usage_source === 'upstream' ? 1 : tokensIn(dialect, text);
        expect(Number(row?.usage.output_tokens)).toBeGreaterThanOrEqual(least);
        expect(nanoOf(row?.charge.amount ?? '0')).toBeGreaterThan(0);
      }
      await expectSoundWallet(road.gateway, rows);
    });
  }
});
