import { sql } from 'kysely';
import type { Transaction } from '../db/index.ts';
import {
  CHANNEL_NUMBERS,
  type HourSums,
  KEY_NUMBERS,
  PROJECT_NUMBERS,
  type SumRow,
} from './flush/hour-sums.ts';
import { sumShape } from './flush/rows.ts';
import { createInsert, type Insert } from './insert-store.ts';

/** From so long after its begin on, a day may have been summed up already. */
const LATE_AFTER_MS = 24 * 3_600_000;

/** Adds sums to their hours, and opens the days again that may have been summed up before. */
export type HourWriter = (tx: Transaction, hours: HourSums, nowMs: number) => Promise<void>;

/** A writer that keeps the statements it made; one batch at a time. */
export function createHourWriter(): HourWriter {
  const addToKeys = createSums(
    'usage_hours',
    ['key_id', 'hour_start', 'model'],
    ['organization_id', 'project_id'],
    KEY_NUMBERS,
  );
  const addToProjects = createSums(
    'usage_project_hours',
    ['organization_id', 'hour_start', 'project_id', 'model'],
    [],
    PROJECT_NUMBERS,
  );
  const addToChannels = createSums(
    'usage_channel_hours',
    ['hour_start', 'channel_id', 'model'],
    [],
    CHANNEL_NUMBERS,
  );
  return async (tx, { keys, projects, channels, days }, nowMs) => {
    await addToKeys(tx, keys);
    await addToProjects(tx, projects);
    await addToChannels(tx, channels);
    const late = days.filter((day) => day + LATE_AFTER_MS < nowMs);
    if (late.length > 0) {
      await tx.deleteFrom('usage_rolled_days').where('day_start', 'in', late).execute();
    }
  };
}

/** Adds to the row of the same key, or makes it. */
function createSums(
  table: string,
  key: readonly string[],
  others: readonly string[],
  numbers: readonly string[],
): Insert<SumRow> {
  const added = numbers.map(
    (column) => sql`${sql.ref(column)} = ${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
  );
  const names = sql.join(key.map((column) => sql.ref(column)));
  const ending = sql`on conflict (${names}) do update set ${sql.join(added)}`;
  return createInsert(table, sumShape([...key, ...others], numbers), ending);
}
