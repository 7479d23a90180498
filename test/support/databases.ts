import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { type Database, type DatabaseLocation, type Engine, openDatabase } from '../../src/db/index.ts';
import { POSTGRES_STARTER_VARIABLE } from './postgres-server.ts';

/** A place for a database that nothing else uses, and how to get rid of it. */
export interface DatabasePlace {
  readonly location: DatabaseLocation;
  remove(): Promise<void>;
}

/**
 * Runs the tests of `body` on SQLite and on PostgreSQL. Each call of `open` gives a database of its own,
 * migrated and empty; all of them are closed and removed after the last test.
 */
export function describeOnEachDatabase(
  name: string,
  body: (open: () => Promise<Database>, engine: Engine) => void,
): void {
  describe.each<Engine>(['sqlite', 'postgres'])(`${name} (%s)`, (engine) => {
    const endings: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const end of endings) {
        await end();
      }
    });
    body(async () => {
      const place = await makeDatabasePlace(engine);
      endings.unshift(place.remove);
      const database = await openDatabase(place.location);
      endings.unshift(database.close);
      await database.migrate();
      return database;
    }, engine);
  });
}

/** Makes an empty place: a temporary folder, and for PostgreSQL a new database on the test server. */
export async function makeDatabasePlace(engine: Engine): Promise<DatabasePlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'turnpike-test-'));
  const removeDir = () => rm(dataDir, { recursive: true, force: true });
  if (engine === 'sqlite') {
    return { location: { url: null, dataDir }, remove: removeDir };
  }
  const serverUrl = await postgresServerUrl();
  const name = `turnpike_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    location: { url: new Secret(url.href), dataDir },
    async remove() {
      await removeDir();
      await runOnServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function postgresServerUrl(): Promise<string> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) {
    return given;
  }
  const starter = process.env[POSTGRES_STARTER_VARIABLE];
  if (starter === undefined) {
    throw new Error('no PostgreSQL: vitest must run with the globalSetup test/support/postgres-server.ts');
  }
  const answer = await fetch(starter);
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(text);
  }
  return text;
}
