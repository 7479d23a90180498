import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '../../simulator/tokens.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask, type Heard } from '../support/road/ask.ts';
import {
  expectSoundWallet,
  type LedgerRow,
  nanoOf,
  rowsOnceThereAre,
  until,
} from '../support/road/ledger.ts';
import { piecesIn, ROAD_DIALECTS, type RoadDialect } from '../support/road/road-dialects.ts';

const REQUESTS = 200;
const SEEDS = [1, 20_260_101];
const FATES = ['stream', 'stream', 'whole', 'leave', 'refused', 'unknown'] as const;
type Fate = (typeof FATES)[number];

/** A generator of pseudo-random numbers from 0 to 1 (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The tokens of rows, by the simulator's names of the kinds. */
function tokensOf(rows: readonly LedgerRow[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { usage } of rows) {
    for (const [name, tokens] of Object.entries(usage)) {
      const kind = name.replace(/_tokens$/, '');
      sums[kind] = (sums[kind] ?? 0) + Number(tokens);
    }
  }
  return sums;
}

/** One request on the simulator's bill. */
interface BilledEntry {
  readonly completed: boolean;
  readonly tokens: Tokens;
}

describe('a random mix of requests', () => {
  let gateway: TestGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  function send(dialect: RoadDialect, fate: Fate, random: () => number): Promise<Heard> {
    const prompt = `${fate} ${Math.floor(random() * 1e6)} repeat:${4 + Math.floor(random() * 200)}`;
    const url = gateway.url + dialect.streamPath;
    switch (fate) {
      case 'whole':
        return ask(gateway.url + dialect.wholePath, dialect.wholeBody(prompt));
      case 'leave': {
        const last = 1 + Math.floor(random() * 6);
        return ask(url, dialect.streamBody(`${prompt} chunks:40`), {
          leavesAt: (received) => piecesIn(dialect, received).length >= last,
        });
      }
      case 'refused':
        return ask(url, { ...dialect.streamBody(prompt), messages: 1, input: 1, contents: 1 });
      case 'unknown':
        return ask(url.replace('gemini-test', 'nobody'), { ...dialect.streamBody(prompt), model: 'nobody' });
      default:
        return ask(url, dialect.streamBody(prompt));
    }
  }

  for (const seed of SEEDS) {
    it(`seed ${seed}: the ledger is what the simulator billed, and the wallet is sound`, async () => {
      const random = seeded(seed);
      gateway.simulator.reset();
      gateway.simulator.setPace({ chunk_ms: 2 });
      // Of the requests that reach the upstream, these meet trouble there.
      const nths = (from: number) => Array.from({ length: 12 }, (_, index) => from + index * 15);
      gateway.simulator.addFaults([
        { match: { nth: nths(5) }, effect: { status: 500 } },
        { match: { nth: nths(9) }, effect: { error_after: 7 } },
        { match: { nth: nths(13) }, effect: { cut_after_bytes: 900 } },
      ]);
      const jobs = Array.from({ length: REQUESTS }, () => ({
        dialect: ROAD_DIALECTS[Math.floor(random() * ROAD_DIALECTS.length)],
        fate: FATES[Math.floor(random() * FATES.length)] ?? 'stream',
      }));
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
            await (job.dialect && send(job.dialect, job.fate, random));
          }
        }),
      );
      rowsBefore += REQUESTS;
      const all = await rowsOnceThereAre(gateway, rowsBefore);
      const rows = all.slice(0, REQUESTS);
      await expectSoundWallet(gateway, all);
      await until('the simulator is idle', () => {
        const { requests, completed, cut } = gateway.simulator.bill().total;
        return requests === completed + cut;
      });

      const answer = await fetch(`${gateway.simulator.url}/__sim/bill?requests=1`);
      const bill = (await answer.json()) as { requests: BilledEntry[] };
      const completed = bill.requests.filter((entry) => entry.completed);
      const settled = rows.filter((row) => row.usage_source === 'upstream');
      expect(settled).toHaveLength(completed.length);
      const billed: Record<string, number> = {};
      for (const { tokens } of completed) {
        for (const [kind, count] of Object.entries(tokens)) {
          billed[kind] = (billed[kind] ?? 0) + count;
        }
      }
      expect(tokensOf(settled)).toEqual(billed);
      expect(settled.length).toBeGreaterThan(30);
      expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['settled', 'failed', 'refused']));
      expect(rows.filter((row) => row.client_gone).length).toBeGreaterThan(5);
      for (const row of rows.filter(({ state }) => state === 'refused')) {
        expect(nanoOf(row.charge.amount)).toBe(0);
      }
    });
  }
});
