import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePlace, makeDatabasePlace } from '../../test/support/databases.ts';
import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import { type Database, openDatabase } from '../db/index.ts';
import { createMailer } from '../mail/index.ts';
import { engineOptions } from './engine-options.ts';
import { createPasswordHashing } from './password-hash.ts';

const log = { info() {}, error() {} };

function optionsOver(database: Database) {
  return engineOptions({
    ...{ database, log, ids: createIds(systemClock), passwords: createPasswordHashing() },
    ...{ secret: new Secret('a secret of the tests with 32 bytes'), publicUrl: 'http://127.0.0.1' },
    mailer: createMailer({ smtpUrl: null, from: null, log }),
    policy: async () => null,
    events: { onSignUp: async () => {}, beforeSession: async () => {}, onPasswordReset: async () => {} },
    oidc: null,
  });
}

// On one engine: better-auth is told that both are SQLite, and another test holds their schemas together.
describe('the tables of sign-in', () => {
  let place: DatabasePlace;
  let database: Database;
  beforeAll(async () => {
    place = await makeDatabasePlace('sqlite');
    database = await openDatabase(place.location);
    await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  it('are those that better-auth expects, none and no column less', async () => {
    const { toBeCreated, toBeAdded } = await getMigrations(optionsOver(database));
    expect([toBeCreated, toBeAdded]).toEqual([[], []]);
  });

  it('would be missed if one of its columns were not there', async () => {
    const options: BetterAuthOptions = optionsOver(database);
    const user = { ...options.user, additionalFields: { shoeSize: { type: 'number' } } } as const;
    const { toBeAdded } = await getMigrations({ ...options, user });
    expect(toBeAdded.map(({ table }) => table)).toEqual(['auth_users']);
  });
});
