import { type Clock, systemClock } from '../../core/clock.ts';
import { createIds, type Id } from '../../core/ids.ts';
import { Secret } from '../../core/secret.ts';
import { createSecretBox } from '../../core/secret-box.ts';
import type { Database } from '../../db/index.ts';
import { createKeyService, type KeyService } from '../service.ts';

/** An organization with a wallet, a project and groups, and a key service over them: for tests. */
export async function createKeyWorld(
  database: Database,
  options: { hashOnly?: boolean; clock?: Clock } = {},
) {
  const clock = options.clock ?? systemClock;
  const ids = createIds(systemClock);
  const box = createSecretBox(new Secret('a master key of thirty-two bytes!'));
  const organizationId = ids.next('org');
  const projectId = ids.next('proj');
  const groupId = ids.next('grp');
  const imageBatchGroupId = ids.next('ibg');
  const times = { created_at: 1, updated_at: 1 };
  const { db } = database;
  await db.insertInto('organizations').values({ id: organizationId, name: 'O', created_at: 1 }).execute();
  await db
    .insertInto('wallets')
    .values({ organization_id: organizationId, granted_nano: 10, spent_nano: 3, held_nano: 2, updated_at: 1 })
    .execute();
  await db
    .insertInto('projects')
    .values({
      id: projectId,
      organization_id: organizationId,
      name: 'P',
      mode: 'credits',
      error_format: 'flat',
      created_at: 1,
    })
    .execute();
  await db
    .insertInto('groups')
    .values({ id: groupId, name: groupId, platforms: '[]', multiplier_ppm: 1, translate: 1, ...times })
    .execute();
  await db
    .insertInto('image_batch_groups')
    .values({
      id: imageBatchGroupId,
      name: imageBatchGroupId,
      models: '[]',
      concurrency: 1,
      queue_limit: 1,
      prices: '{}',
      ...times,
    })
    .execute();
  const changed: Id<'key'>[] = [];
  const keys: KeyService = createKeyService({
    database,
    clock,
    ids,
    box,
    ...(options.hashOnly === undefined ? {} : { hashOnly: options.hashOnly }),
    onChange: (id) => {
      changed.push(id);
    },
  });
  /** The least that a general key needs. */
  const general = { projectId, groupId, imageBatchGroupId: null, name: 'a key' };
  return { keys, box, ids, changed, organizationId, projectId, groupId, imageBatchGroupId, general };
}
