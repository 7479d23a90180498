import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { firstTables } from './0001_first-tables.ts';

/**
 * Every migration in order. A migration that was released is never edited or removed; what has to
 * change afterwards is a new one. There is no way back, so a mistake is mended by going forward.
 */
export function migrationsFor(engine: Engine): Record<string, Migration> {
  return {
    '0001_first-tables': firstTables(engine),
  };
}
