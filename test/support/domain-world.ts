import { createModelService, createPriceOverrides } from '../../src/catalog/index.ts';
import { createChannelService, type NewChannel } from '../../src/channels/index.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createIds } from '../../src/core/ids.ts';
import { Secret } from '../../src/core/secret.ts';
import { createSecretBox } from '../../src/core/secret-box.ts';
import type { Database } from '../../src/db/index.ts';
import { createGroupService, createImageBatchGroupService } from '../../src/groups/index.ts';
import { createOrganizationService } from '../../src/organizations/index.ts';
import { createProjectService } from '../../src/projects/index.ts';
import { findProvider } from '../../src/providers/index.ts';

/** The services of everything an operator sets up, over one database, with a clock that stands still. */
export function createDomainWorld(database: Database) {
  let nowMs = Date.parse('2026-10-01T12:00:00Z');
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const ids = createIds(clock);
  const box = createSecretBox(new Secret('a master key of thirty-two bytes!'));
  const listeners: (() => Promise<void>)[] = [];
  const counted = { changes: 0 };
  const onChange = async () => {
    counted.changes += 1;
    await Promise.all(listeners.map((listener) => listener()));
  };
  const deps = { database, clock, ids, box, findProvider, onChange };
  return {
    ...deps,
    counted,
    organizations: createOrganizationService(deps),
    projects: createProjectService(deps),
    groups: createGroupService(deps),
    imageBatchGroups: createImageBatchGroupService(deps),
    channels: createChannelService(deps),
    models: createModelService(deps),
    priceOverrides: createPriceOverrides(deps),
    advance(ms: number) {
      nowMs += ms;
    },
    listen(listener: () => Promise<void>) {
      listeners.push(listener);
    },
  };
}

/** A channel that is valid, with what a test says otherwise. */
export function newChannel(fields: Partial<NewChannel> = {}): NewChannel {
  return {
    name: 'main',
    provider: 'openai',
    baseUrl: null,
    credentials: [new Secret('sk-credential-0001')],
    models: [{ name: 'gpt-4o-mini', upstream: 'gpt-4o-mini' }],
    groupIds: [],
    imageBatchGroupIds: [],
    priority: 0,
    weight: 1,
    concurrency: 0,
    allowPrivate: false,
    status: 'active',
    ...fields,
  };
}

/** A key of a group, as far as removals look at it. */
export async function insertKeyRow(
  database: Database,
  row: { organizationId: string; projectId: string; groupId: string | null; status: 'active' | 'deleted' },
): Promise<void> {
  const id = `key_${crypto.randomUUID().replaceAll('-', '')}`;
  await database.db
    .insertInto('api_keys')
    .values({
      id,
      organization_id: row.organizationId,
      project_id: row.projectId,
      group_id: row.groupId,
      image_batch_group_id: null,
      type: 'general',
      name: id,
      lookup_hash: id,
      key_box: null,
      preview: '',
      status: row.status,
      expires_at: null,
      quota_nano: null,
      models: '[]',
      tags: '{}',
      last_used_at: null,
      created_at: 0,
      updated_at: 0,
    })
    .execute();
}
