import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { piecesIn, ROAD_DIALECTS } from '../support/road/road-dialects.ts';

/** Events before the first piece of text, by dialect: those that open a stream. */
const OPENING: Readonly<Record<string, number>> = { chat: 1, responses: 4, messages: 3 };
const GENEROUS_MS = 1_000;
const RUNS = 20;

describe('the first frame of a stream', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.simulator.reset());

  for (const dialect of ROAD_DIALECTS) {
    it(`F61: ${dialect.name}: reaches the client while the upstream says nothing more`, async () => {
      const opening = OPENING[dialect.name] ?? 0;
      gateway.simulator.addFaults([{ effect: { stall_after_chunks: opening + 1 } }]);
      const startMs = performance.now();
      const { text } = await ask(gateway.url + dialect.streamPath, dialect.streamBody('first repeat:40'), {
        leavesAt: (received) => piecesIn(dialect, received).length === 1,
      });
      expect(performance.now() - startMs).toBeLessThan(GENEROUS_MS);
      expect(piecesIn(dialect, text)).toHaveLength(1);
    });

    it(`F61: ${dialect.name}: and the rest of it wait for no fixed time`, async () => {
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const startMs = performance.now();
        const { text } = await ask(gateway.url + dialect.streamPath, dialect.streamBody('twelve repeat:48'));
        times.push(performance.now() - startMs);
        expect(text).toMatch(dialect.cleanEnd);
      }
      // The fastest run says what is waited for; the slower ones say what else this machine does.
      expect(Math.min(...times)).toBeLessThan(20);
    });
  }
});
