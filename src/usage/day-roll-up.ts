import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/index.ts';
import { nextUnrolledDay, rollUpDay } from './day-roll-up-store.ts';

const DAY_MS = 86_400_000;
/** Requests are counted in the hour they began in, so an hour goes on growing while its longest ones run. */
const GRACE_MS = 2 * 3_600_000;

/** Sums whole days up, so that reports over many keys need not read every hour. */
export interface DayRollUp {
  /** Sums up the days that are over and were not yet, or were reopened, oldest first. Returns how many. */
  run(options?: { readonly mostDays?: number }): Promise<number>;
}

/** The roll-up of one database. One at a time may run. */
export function createDayRollUp({ database, clock }: { database: Database; clock: Clock }): DayRollUp {
  return {
    async run({ mostDays = 400 } = {}) {
      let rolled = 0;
      for (let day: number | null = 0; rolled < mostDays; rolled += 1) {
        day = await nextUnrolledDay(database.db, {
          fromMs: day,
          beforeMs: clock.nowMs() - GRACE_MS - DAY_MS + 1,
        });
        if (day === null) {
          break;
        }
        const start: number = day;
        await database.transaction((tx) => rollUpDay(tx, start));
        day = start + DAY_MS;
      }
      return rolled;
    },
  };
}
