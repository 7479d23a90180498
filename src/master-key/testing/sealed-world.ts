import { expect } from 'vitest';
import { createChannelService } from '../../channels/index.ts';
import { systemClock } from '../../core/clock.ts';
import { createIds, type Id } from '../../core/ids.ts';
import { Secret } from '../../core/secret.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Database } from '../../db/index.ts';
import { createGroupService } from '../../groups/index.ts';
import { createKeyService, type KeyService } from '../../keys/index.ts';
import { createOrganizationService } from '../../organizations/index.ts';
import { createProjectService } from '../../projects/index.ts';
import { createProviderKeyService } from '../../provider-keys/index.ts';
import { findProvider } from '../../providers/index.ts';
import { createStoredResponses } from '../../responses/index.ts';
import { createEndpoints } from '../../webhooks/index.ts';

/** Every service that seals something, over one database and one box. */
function sealingServices(database: Database, box: SecretBox) {
  const common = { database, box, clock: systemClock, ids: createIds(systemClock), onChange: async () => {} };
  return {
    ...common,
    organizations: createOrganizationService(common),
    projects: createProjectService(common),
    groups: createGroupService(common),
    channels: createChannelService({ ...common, findProvider }),
    providerKeys: createProviderKeyService({ ...common, findProvider, verify: async () => ({ ok: true }) }),
    responses: createStoredResponses({ ...common, retentionDays: 1, onFailure: fail }),
    keys: createKeyService(common),
    endpoints: createEndpoints({ ...common, allowPrivate: true }),
    hashedKeys: createKeyService({ ...common, hashOnly: true }),
  };
}

function fail(error: Error): void {
  throw error;
}

/** One of everything that is sealed or hashed, with what it was. */
export async function fillWithSecrets(database: Database, box: SecretBox) {
  const services = sealingServices(database, box);
  const { organizationId, projectId } = await services.organizations.ensureDefault();
  const webhookSecret = await services.projects.webhookSecret(projectId);
  const { id: groupId } = await services.groups.create({
    ...{ name: 'default', platforms: ['openai'], multiplierPpm: 1_000_000, translate: true },
  });
  const common = { provider: 'openai', baseUrl: null, models: [], status: 'active' } as const;
  const channel = await services.channels.create({
    ...{ ...common, name: 'main', credentials: [new Secret('sk-of-the-channel-1')] },
    ...{
      groupIds: [groupId],
      imageBatchGroupIds: [],
      priority: 0,
      weight: 1,
      concurrency: 0,
      allowPrivate: false,
    },
  });
  const providerKey = await services.providerKeys.create({
    ...{ ...common, organizationId, name: 'own', credential: new Secret('sk-of-the-organization-1') },
  });
  const newKey = { projectId, groupId, imageBatchGroupId: null, createdBy: null };
  const key = await services.keys.create({ ...newKey, name: 'sealed' });
  const hashed = await services.hashedKeys.create({ ...newKey, name: 'hashed' });
  const rotated = await services.keys.create({ ...newKey, name: 'rotated' });
  await services.keys.rotate(rotated.key.id, { overlapS: 3600, value: null });
  const endpoint = await services.endpoints.create({
    ...{ organizationId, projectId, url: 'http://127.0.0.1/hook', eventTypes: [] },
  });
  const [oldSecret] = await services.endpoints.secrets(endpoint.id);
  await services.endpoints.rotateSecret(endpoint.id, 3_600_000);
  const [newSecret] = await services.endpoints.secrets(endpoint.id);
  const endpointSecrets = [newSecret, oldSecret];
  services.responses.keep({
    ...{ kept: 'here', id: 'resp_1', organizationId, projectId, createdAtMs: systemClock.nowMs() },
    ...{ previousId: null, previousBytes: 0, isBackground: false, status: 'completed' },
    ...{ input: [{ text: 'a question' }], response: { id: 'resp_1' } },
  });
  await services.responses.written();
  return {
    ...{ projectId, groupId, organizationId, webhookSecret, channel, providerKey, key, hashed, rotated },
    ...{ endpoint, endpointSecrets },
  };
}

/** What was filled in. */
export type Filled = Awaited<ReturnType<typeof fillWithSecrets>>;

/** Everything that was filled in as it can be read now, to compare with `filledTexts`. */
export async function readableTexts(database: Database, box: SecretBox, filled: Filled) {
  const { keys, projects, channels, providerKeys, responses, endpoints } = sealingServices(database, box);
  const { channel, providerKey, projectId, key, hashed, rotated, endpoint } = filled;
  return {
    webhookSecret: (await projects.webhookSecret(projectId)).reveal(),
    channel: (await channels.get(channel.id)).credentials.map(({ last4 }) => last4),
    providerKey: (await providerKeys.get(providerKey.id)).last4,
    key: (await keys.reveal(key.key.id)).reveal(),
    response: await responses.find(projectId, 'resp_1'),
    endpoint: (await endpoints.secrets(endpoint.id)).map((secret) => secret.reveal()),
    hasValues: await Promise.all([
      hasValue(keys, key.key.id, key.secret),
      hasValue(keys, hashed.key.id, hashed.secret),
      hasValue(keys, rotated.key.id, rotated.secret),
    ]),
  };
}

/** What `readableTexts` finds when nothing is lost. */
export function filledTexts({ webhookSecret, key, endpointSecrets }: Filled) {
  return {
    webhookSecret: webhookSecret.reveal(),
    channel: ['el-1'],
    providerKey: 'on-1',
    key: key.secret.reveal(),
    endpoint: endpointSecrets.map((secret) => secret.reveal()),
    response: expect.objectContaining({ input: [{ text: 'a question' }] }),
    hasValues: [true, true, true],
  };
}

function hasValue(keys: KeyService, id: Id<'key'>, value: Secret): Promise<boolean> {
  return keys.hasValue(id, value);
}
