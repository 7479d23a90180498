import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DatabasePlace, makeDatabasePlace } from '../../test/support/databases.ts';
import { DatabaseLockedError, openDatabase } from './index.ts';

describe('openDatabase on PostgreSQL', () => {
  let place: DatabasePlace;
  beforeEach(async () => {
    place = await makeDatabasePlace('postgres');
  });
  afterEach(() => place.remove());

  it('is refused while another one is open, and works when that one is closed', async () => {
    const first = await openDatabase(place.location);
    await expect(openDatabase(place.location)).rejects.toThrow(DatabaseLockedError);
    await first.close();
    const second = await openDatabase(place.location);
    await second.ping();
    await second.close();
  });

  it('is not ready while its lock is lost, survives broken connections, and takes the lock again', async () => {
    const database = await openDatabase(place.location);
    await database.db.introspection.getTables();
    await endAllOtherSessions(place);
    await expect.poll(() => database.ping().catch((error: unknown) => error)).toBeInstanceOf(Error);
    await expect
      .poll(() => database.ping().then(() => 'ready'), { timeout: 10_000, interval: 100 })
      .toBe('ready');
    await expect(openDatabase(place.location)).rejects.toThrow(DatabaseLockedError);
    await database.close();
  });

  it('fails a query when its server is gone instead of hanging', async () => {
    const database = await openDatabase(place.location);
    const stuck = database.transaction(async (tx) => {
      await endAllOtherSessions(place);
      await tx.introspection.getTables();
    });
    await expect(stuck).rejects.toThrow();
    await database.close();
  });
});

async function endAllOtherSessions(place: DatabasePlace): Promise<void> {
  const client = new pg.Client({ connectionString: place.location.url?.reveal() });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
