import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { makeDatabasePlace } from '../../test/support/databases.ts';
import { openDatabase } from './index.ts';
import { AbortedTransactionError } from './postgres-driver.ts';
import { parseCheckedInteger } from './postgres-pool.ts';

describe('createPostgresDriver', () => {
  it('does not call a transaction kept when one of its statements failed and was forgiven', async () => {
    const place = await makeDatabasePlace('postgres');
    const database = await openDatabase(place.location);
    const forgiven = database.transaction(async (tx) => {
      await sql`select no_such_column`.execute(tx).catch(() => {});
    });
    await expect(forgiven).rejects.toThrow(AbortedTransactionError);
    await expect(sql`select 1`.execute(database.db)).resolves.toMatchObject({ rows: [{ '?column?': 1 }] });
    await database.close();
    await place.remove();
  });
});

describe('parseCheckedInteger', () => {
  it('reads what a number holds exactly and throws for everything else', () => {
    expect(parseCheckedInteger('-9007199254740991')).toBe(-9_007_199_254_740_991);
    expect(() => parseCheckedInteger('9007199254740993')).toThrow(RangeError);
    expect(() => parseCheckedInteger('0.5')).toThrow(RangeError);
  });
});
