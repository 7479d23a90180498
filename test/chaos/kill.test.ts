import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePlace, makeDatabasePlace } from '../support/databases.ts';
import { checkBill, checkCompleted, checkInterrupted, checkSums, describeAftermath } from './check-books.ts';
import { type Aftermath, runKillRounds } from './kill-rounds.ts';

/** `CHAOS_SEED` repeats the moments of an earlier run. */
const SEED = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));

function describeAfterKills(name: string, rounds: number, run: () => Promise<Aftermath>): void {
  describe(name, () => {
    let after: Aftermath;
    beforeAll(async () => {
      console.log(`CHAOS_SEED=${SEED}`);
      after = await run();
      console.log(`${rounds} kills: ${describeAftermath(after)}`);
    }, 120_000);

    it('has settled every answer that arrived whole, once, at the cost the answer says', () => {
      checkCompleted(after);
    });

    it('has a row for every request whose head arrived, and charges nothing for the interrupted', () => {
      checkInterrupted(after);
    });

    it('tells of the same money in requests, ledger, wallet, keys and hours; nothing stays held', () => {
      checkSums(after);
    });

    it('agrees with the bill of the provider', () => {
      checkBill(after);
    });

    it('stops by itself at the end', () => {
      expect(after.exitCode).toBe(0);
    });
  });
}

describeAfterKills('a gateway that is killed twenty times under load', 20, () => runKillRounds(20, SEED));

describe('on PostgreSQL', () => {
  let place: DatabasePlace;
  beforeAll(async () => {
    place = await makeDatabasePlace('postgres');
  }, 60_000);
  afterAll(() => place.remove());

  describeAfterKills('a gateway that is killed three times under load', 3, () =>
    runKillRounds(3, SEED, place.location.url),
  );
});
