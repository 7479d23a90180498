import { type RawBuilder, sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import { SUM_COLUMNS } from '../db/usage-tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The first day in [fromMs, beforeMs) that has use and is not summed up; null when there is none. */
export async function nextUnrolledDay(
  executor: Executor,
  span: { readonly fromMs: number; readonly beforeMs: number },
): Promise<number | null> {
  for (let from = span.fromMs; ; ) {
    const hour = await executor
      .selectFrom('usage_hours')
      .select('hour_start')
      .where('hour_start', '>=', from)
      .where('hour_start', '<', span.beforeMs + DAY_MS)
      .orderBy('hour_start')
      .limit(1)
      .executeTakeFirst();
    const day = hour === undefined ? null : hour.hour_start - (hour.hour_start % DAY_MS);
    if (day === null || day >= span.beforeMs) {
      return null;
    }
    const rolled = await executor
      .selectFrom('usage_rolled_days')
      .select('day_start')
      .where('day_start', '=', day)
      .executeTakeFirst();
    if (rolled === undefined) {
      return day;
    }
    from = day + DAY_MS;
  }
}

/** Sums a day up anew. Hour by hour, so that on SQLite no statement takes the thread for long. */
export async function rollUpDay(tx: Transaction, day: number): Promise<void> {
  await tx.deleteFrom('usage_days').where('day_start', '=', day).execute();
  for (let hour = day; hour < day + DAY_MS; hour += HOUR_MS) {
    await addHour(tx, day, hour, sql`organization_id`, sql`key_id`, sql`project_id`);
    await addHour(tx, day, hour, sql`''`, sql`organization_id`, sql`''`);
  }
  await tx
    .insertInto('usage_rolled_days')
    .values({ day_start: day })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function addHour(
  tx: Transaction,
  day: number,
  hour: number,
  owner: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  project: RawBuilder<unknown>,
): Promise<void> {
  const names = SUM_COLUMNS.map((column) => sql.id(column));
  const totals = names.map((name) => sql`cast(sum(${name}) as bigint)`);
  const added = names.map((name) => sql`${name} = usage_days.${name} + excluded.${name}`);
  await sql`insert into usage_days (day_start, owner_id, id, project_id, ${sql.join(names)})
    select cast(${sql.lit(day)} as bigint), ${owner}, ${id}, min(${project}), ${sql.join(totals)}
    from usage_hours where hour_start = ${hour} group by ${id}, organization_id
    on conflict (day_start, owner_id, id) do update set ${sql.join(added)}`.execute(tx);
}
