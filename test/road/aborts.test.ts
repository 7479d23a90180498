import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre, until } from '../support/road/ledger.ts';
import { piecesIn, ROAD_DIALECTS, tokensIn } from '../support/road/road-dialects.ts';

const LAST_PIECE = 12;
const PIECES = Array.from({ length: LAST_PIECE }, (_, index) => index + 1);

describe('a client that hangs up', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  for (const dialect of ROAD_DIALECTS) {
    it(`F9, F45: ${dialect.name}: at every piece of a stream pays for what it got, once`, async () => {
      gateway.simulator.reset();
      gateway.simulator.setPace({ chunk_ms: 25 });
      const before = (await gateway.requests()).length;
      const heard = await Promise.all(
        PIECES.map((piece) =>
          ask(gateway.url + dialect.streamPath, dialect.streamBody(`leave ${piece} repeat:80 chunks:20`), {
            leavesAt: (received) => piecesIn(dialect, received).length >= piece,
          }),
        ),
      );
      await until('the simulator saw every client leave', () => {
        const { requests, cut, completed } = gateway.simulator.bill().total;
        return requests === LAST_PIECE && cut === LAST_PIECE && completed === 0;
      });
      await until('its connections are closed', () => gateway.simulator.openConnections() === 0);

      const all = await rowsOnceThereAre(gateway, before + LAST_PIECE);
      const rows = all.slice(0, LAST_PIECE);
      const byRequest = new Map(rows.map((row) => [row.id, row]));
      for (const { status, headers, text } of heard) {
        const row = byRequest.get(String(headers['x-request-id']));
        const tokens = tokensIn(dialect, text);
        expect(status).toBe(200);
        expect(row).toMatchObject({ state: 'settled', client_gone: true, error_code: 'client_gone' });
        expect(row?.usage_source).toBe('estimated');
        expect(Number(row?.usage.output_tokens)).toBeGreaterThanOrEqual(tokens);
        expect(Number(row?.usage.input_tokens)).toBeGreaterThan(0);
        const least = Number(row?.usage.input_tokens) * dialect.price.input + tokens * dialect.price.output;
        expect(nanoOf(row?.charge.amount ?? '0')).toBeGreaterThanOrEqual(least * 1_000);
      }
      await expectSoundWallet(gateway, all);
    });

    it(`F13: ${dialect.name}: before a whole answer came pays for its input, and the upstream is let go`, async () => {
      gateway.simulator.reset();
      gateway.simulator.setPace({ first_chunk_ms: 20_000 });
      const before = (await gateway.requests()).length;
      const leaving = new AbortController();
      const asked = fetch(gateway.url + dialect.wholePath, {
        method: 'POST',
        headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(dialect.wholeBody('a question nobody waits for')),
        signal: leaving.signal,
      });
      await until('the simulator works', () => gateway.simulator.bill().total.requests === 1);
      leaving.abort();
      await expect(asked).rejects.toThrow();
      await until('the simulator saw it', () => gateway.simulator.bill().total.cut === 1);
      await until('its connection is closed', () => gateway.simulator.openConnections() === 0);

      const [row, ...rest] = await rowsOnceThereAre(gateway, before + 1);
      const billed = gateway.simulator.bill().total.tokens.input;
      expect(row).toMatchObject({ state: 'settled', status: 499, client_gone: true, stream: false });
      expect(row?.usage_source).toBe('estimated');
      expect(nanoOf(row?.charge.amount ?? '0')).toBeGreaterThanOrEqual(billed * dialect.price.input * 1_000);
      await expectSoundWallet(gateway, row === undefined ? [] : [row, ...rest]);
    });
  }
});
