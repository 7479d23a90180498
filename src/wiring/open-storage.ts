import { join } from 'node:path';
import { createFlusher, openJournal } from '../billing/index.ts';
import { openSecrets, type Settings } from '../config/index.ts';
import { systemClock } from '../core/clock.ts';
import { lockDataDir, openDatabase } from '../db/index.ts';
import { openSecretBox } from '../master-key/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Opened } from './opened.ts';

/** Opens what survives a restart, and brings what the last run left into the database. */
export async function openStorage(settings: Settings, log: Logger, opened: Opened) {
  const { dataDir } = settings;
  const lock = lockDataDir(dataDir);
  opened.push(() => lock.release());
  const secrets = openSecrets(settings);
  for (const { warning } of [secrets.master, secrets.admin]) {
    if (warning !== null) {
      log.warn(warning);
    }
  }
  const database = await openDatabase({ url: settings.databaseUrl, dataDir });
  opened.push(() => database.close());
  await database.migrate();
  const { box } = await openSecretBox(database, secrets.master);

  const directory = join(dataDir, 'journal');
  const onFailure = (error: Error): void => log.error({ err: error }, 'the journal or the database failed');
  const journal = openJournal({ directory, onFailure });
  opened.push(() => journal.stop());
  const flusher = createFlusher({ database, journal, clock: systemClock, directory, onFailure });
  opened.push(async () => {
    await flusher.flush().catch(onFailure);
    await flusher.stop();
  });
  const replayed = await flusher.replay();
  if (replayed.closed + replayed.interrupted > 0) {
    log.warn(replayed, 'the last run did not stop by itself; its journal was replayed');
  }
  return { database, journal, flusher, adminKey: secrets.admin.secret, box };
}

/** What survives a restart, opened. */
export type Storage = Awaited<ReturnType<typeof openStorage>>;
