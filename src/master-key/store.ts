import { sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import type { SealedColumn } from './sealed-columns.ts';

const THE_ONE = 1;

/** A sealed text and the values of the primary key of its row. */
export interface SealedValue {
  readonly key: readonly string[];
  readonly box: string;
}

/** The sealed look-up key; null in a database that has none yet. */
export async function selectLookupKey(db: Executor): Promise<string | null> {
  const row = await db.selectFrom('lookup_keys').select('key_box').executeTakeFirst();
  return row?.key_box ?? null;
}

/** Keeps the sealed look-up key in the place of what was there. */
export async function writeLookupKey(db: Executor, box: string): Promise<void> {
  await db
    .insertInto('lookup_keys')
    .values({ id: THE_ONE, key_box: box })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ key_box: box }))
    .execute();
}

/** Whether a gateway has ever started on this database: the first start makes an organization. */
export async function wasUsed(db: Executor): Promise<boolean> {
  const row = await db.selectFrom('organizations').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The sealed texts of a column in the order of the primary key, those after a row's; at most `limit`. */
export async function selectSealed(
  db: Executor,
  { table, column, key }: SealedColumn,
  after: readonly string[] | null,
  limit: number,
): Promise<SealedValue[]> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const rest = after === null ? sql`` : sql`and (${columns}) > (${sql.join(after)})`;
  const { rows } = await sql<Record<string, string>>`
    select ${columns}, ${sql.ref(column)} as box from ${sql.table(table)}
    where ${sql.ref(column)} is not null ${rest} order by ${columns} limit ${sql.lit(limit)}`.execute(db);
  return rows.map((row) => ({ key: key.map((name) => String(row[name])), box: String(row.box) }));
}

/** Puts other texts in the place of sealed ones, all in one statement. */
export async function updateSealed(
  tx: Transaction,
  { table, column, key }: SealedColumn,
  values: readonly SealedValue[],
): Promise<void> {
  const rows = sql.join(values.map((value) => sql`(${sql.join([value.box, ...value.key])})`));
  // Both engines call the columns of bare values column1, column2 and so on.
  const isSameRow = sql.join(
    key.map((name, at) => sql`${sql.table(table)}.${sql.ref(name)} = given.${sql.ref(`column${at + 2}`)}`),
    sql` and `,
  );
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = given.column1
    from (values ${rows}) as given where ${isSameRow}`.execute(tx);
}
