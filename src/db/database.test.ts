import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEachDatabase, makeDatabasePlace } from '../../test/support/databases.ts';
import {
  type Database,
  isForeignKeyViolation,
  isUniqueViolation,
  NestedQueryError,
  openDatabase,
} from './index.ts';

const ORGANIZATION = { id: 'org_1', name: 'One', created_at: 1_700_000_000_000, status: 'active' } as const;

describeOnEachDatabase('openDatabase', (open, engine) => {
  it('keeps what a transaction wrote and nothing of one that threw', async () => {
    const { db, transaction } = await open();
    const kept = await transaction(async (tx) => {
      await tx.insertInto('organizations').values(ORGANIZATION).execute();
      return 'kept';
    });
    const failed = transaction(async (tx) => {
      await tx
        .insertInto('organizations')
        .values({ ...ORGANIZATION, id: 'org_2' })
        .execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    const ids = await db.selectFrom('organizations').select('id').execute();
    expect([kept, ids.map((row) => row.id)]).toEqual(['kept', ['org_1']]);
  });

  it('refuses a root query and a second transaction inside a transaction, at any depth', async () => {
    const { db, transaction } = await open();
    const read = () => db.selectFrom('organizations').selectAll().execute();
    await expect(transaction(async () => read())).rejects.toThrow(NestedQueryError);
    await expect(transaction(async () => transaction(async () => 1))).rejects.toThrow(NestedQueryError);
    const deep = transaction(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return Promise.all([read()]);
    });
    await expect(deep).rejects.toThrow(NestedQueryError);
    await expect(read()).resolves.toEqual([]);
  });

  it('lets code that a transaction left behind query once it is over', async () => {
    const { db, transaction } = await open();
    const ended = Promise.withResolvers<void>();
    const later = await transaction(async () => ({
      rows: ended.promise.then(() => db.selectFrom('organizations').selectAll().execute()),
    }));
    ended.resolve();
    await expect(later.rows).resolves.toEqual([]);
  });

  it('serves transactions that run at the same time one after the other where they meet', async () => {
    const { db, transaction } = await open();
    await insertWallet(db);
    const add = () =>
      transaction(async (tx) => {
        await tx
          .updateTable('wallets')
          .set((eb) => ({ granted_nano: eb('granted_nano', '+', 1) }))
          .execute();
        await new Promise((resolve) => setImmediate(resolve));
      });
    await Promise.all(Array.from({ length: 20 }, add));
    const wallet = await db.selectFrom('wallets').select('granted_nano').executeTakeFirstOrThrow();
    expect(wallet.granted_nano).toBe(120);
  });

  it('reads int8 and sums as numbers and throws past the safe integers', async () => {
    const { db } = await open();
    await insertWallet(db, Number.MAX_SAFE_INTEGER);
    const sum = await db
      .selectFrom('wallets')
      .select((eb) => eb.fn.sum<number>('granted_nano').as('sum'))
      .executeTakeFirstOrThrow();
    expect(sum.sum).toBe(Number.MAX_SAFE_INTEGER);
    await sql`update wallets set granted_nano = granted_nano + 1`.execute(db);
    await expect(db.selectFrom('wallets').selectAll().execute()).rejects.toThrow(RangeError);
  });

  it('refuses values that an engine would quietly change', async () => {
    const { db } = await open();
    const insert = (value: unknown) =>
      sql`insert into organizations (id, name, created_at) values ('org_x', 'X', ${value})`.execute(db);
    await expect(insert(undefined)).rejects.toThrow(TypeError);
    await expect(insert(1.5)).rejects.toThrow(RangeError);
    await expect(insert(Number.NaN)).rejects.toThrow(RangeError);
    await expect(insert(2 ** 53)).rejects.toThrow(RangeError);
    await expect(insert(2n ** 53n)).rejects.toThrow(RangeError);
    await expect(insert({})).rejects.toThrow(TypeError);
    await insert(true);
    const row = await db.selectFrom('organizations').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual({ id: 'org_x', name: 'X', status: 'active', created_at: 1 });
  });

  it('divides bound integers as integers', async () => {
    const { db } = await open();
    await db.insertInto('organizations').values(ORGANIZATION).execute();
    const rows = await db
      .selectFrom('organizations')
      .select((eb) => eb('created_at', '/', 1_000_000_000).as('quotient'))
      .execute();
    expect(rows).toEqual([{ quotient: 1700 }]);
  });

  it('never lets a wallet pay more than it has', async () => {
    const { db } = await open();
    await insertWallet(db);
    const spend = (nano: number) => db.updateTable('wallets').set({ spent_nano: nano }).execute();
    await spend(100);
    await expect(spend(101)).rejects.toThrow(/wallets_remaining_check/);
    await expect(spend(-1)).rejects.toThrow(/wallets_spent_check/);
  });

  it('tells a row that exists from a row that is missing', async () => {
    const { db } = await open();
    await db.insertInto('organizations').values(ORGANIZATION).execute();
    const twice = await failure(db.insertInto('organizations').values(ORGANIZATION).execute());
    const orphan = await failure(insertWallet(db, 1, 'org_none'));
    expect([isUniqueViolation(twice), isForeignKeyViolation(twice)]).toEqual([true, false]);
    expect([isUniqueViolation(orphan), isForeignKeyViolation(orphan)]).toEqual([false, true]);
  });

  it('counts the rows that a statement changed', async () => {
    const { db } = await open();
    await db.insertInto('organizations').values(ORGANIZATION).execute();
    const update = await db.updateTable('organizations').set({ name: 'Two' }).executeTakeFirstOrThrow();
    const insert = await db
      .insertInto('organizations')
      .values(ORGANIZATION)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    expect([update.numUpdatedRows, insert.numInsertedOrUpdatedRows]).toEqual([1n, 0n]);
  });

  it('answers a ping while a transaction is open, and fails it once it is closed', async () => {
    const place = await makeDatabasePlace(engine);
    const database = await openDatabase(place.location);
    await database.transaction(async () => database.ping());
    await database.close();
    await expect(database.ping()).rejects.toThrow();
    await expect(database.db.selectFrom('organizations').selectAll().execute()).rejects.toThrow();
    await place.remove();
  });
});

describeOnEachDatabase('openDatabase once more on the same place', (_open, engine) => {
  it('finds what the first one wrote', async () => {
    const place = await makeDatabasePlace(engine);
    const first = await openDatabase(place.location);
    await first.migrate();
    await first.db.insertInto('organizations').values(ORGANIZATION).execute();
    await first.close();
    const second = await openDatabase(place.location);
    const names = await second.migrate();
    const rows = await second.db.selectFrom('organizations').selectAll().execute();
    expect([names, rows]).toEqual([[], [ORGANIZATION]]);
    await second.close();
    await place.remove();
  });
});

async function insertWallet(db: Database['db'], granted = 100, organizationId = 'org_1'): Promise<void> {
  if (organizationId === ORGANIZATION.id) {
    await db.insertInto('organizations').values(ORGANIZATION).execute();
  }
  await db
    .insertInto('wallets')
    .values({ organization_id: organizationId, granted_nano: granted, spent_nano: 0, updated_at: 0 })
    .execute();
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}
