import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { firstTables } from './0001_first-tables.ts';
import { keyPolicies } from './0002_key-policies.ts';
import { people } from './0003_people.ts';
import { signIn } from './0004_sign-in.ts';
import { providerKeys } from './0005_provider-keys.ts';
import { storedResponses } from './0006_stored-responses.ts';
import { pieces } from './0007_pieces.ts';
import { lookupKey } from './0008_lookup-key.ts';
import { routing } from './0010_routing.ts';
import { taskHolds } from './0011_task-holds.ts';
import { jobs } from './0012_jobs.ts';
import { codesAndAlerts } from './0013_codes-and-alerts.ts';
import { payments } from './0014_payments.ts';
import { usageReports } from './0015_usage-reports.ts';
import { priceOverrides } from './0016_price-overrides.ts';
import { tasks } from './0020_tasks.ts';
import { mediaFiles } from './0023_media-files.ts';
import { webhooks } from './0024_webhooks.ts';

/**
 * Every migration in order. A migration that was released is never edited or removed; what has to
 * change afterwards is a new one. There is no way back, so a mistake is mended by going forward.
 */
export function migrationsFor(engine: Engine): Record<string, Migration> {
  return {
    '0001_first-tables': firstTables(engine),
    '0002_key-policies': keyPolicies(engine),
    '0003_people': people(engine),
    '0004_sign-in': signIn(engine),
    '0005_provider-keys': providerKeys(engine),
    '0006_stored-responses': storedResponses(engine),
    '0007_pieces': pieces(engine),
    '0008_lookup-key': lookupKey(engine),
    '0010_routing': routing(engine),
    '0011_task-holds': taskHolds(engine),
    '0012_jobs': jobs(engine),
    '0013_codes-and-alerts': codesAndAlerts(engine),
    '0014_payments': payments(engine),
    '0015_usage-reports': usageReports(engine),
    '0016_price-overrides': priceOverrides(engine),
    '0020_tasks': tasks(engine),
    '0023_media-files': mediaFiles(engine),
    '0024_webhooks': webhooks(engine),
  };
}
