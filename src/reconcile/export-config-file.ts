import { stringify } from 'yaml';
import { formatMultiplier } from '../core/money.ts';
import type { ApiKey } from '../keys/index.ts';
import { exportKey } from './export-key.ts';
import { exportProject } from './export-project.ts';
import type { ReconcileServices } from './services.ts';

const MAX_KEYS = 10_000;

/**
 * The configuration as a file that `applyConfigFile` accepts, without secrets: credentials stand as
 * `env:NAME` with names made from the channel's, and API keys have no value.
 */
export async function exportConfigFile(services: ReconcileServices): Promise<string> {
  const { organizationId } = await services.organizations.ensureDefault();
  const projects = await services.projects.list(organizationId);
  const groups = await services.groups.list();
  const imageBatchGroups = await services.imageBatchGroups.list();
  const nameOf = new Map<string, string>(
    [...projects, ...groups, ...imageBatchGroups].map(({ id, name }) => [id, name]),
  );
  const namesOf = (ids: readonly string[]) => ids.flatMap((id) => nameOf.get(id) ?? []);
  const file = {
    groups: groups.map(({ name, platforms, multiplierPpm, translate, retry, visibleTo }) => ({
      name,
      platforms,
      multiplier: formatMultiplier(multiplierPpm),
      translate,
      retry: retry ?? null,
      visible_to: visibleTo ?? null,
    })),
    image_batch_groups: imageBatchGroups.map((group) => ({
      name: group.name,
      models: group.models,
      concurrency: group.concurrency,
      queue_limit: group.queueLimit,
      prices: group.prices,
      visible_to: group.visibleTo ?? null,
    })),
    models: (await services.models.list()).map(({ name, price }) => ({ name, price })),
    channels: (await services.channels.list()).map((channel) => ({
      name: channel.name,
      provider: channel.provider,
      base_url: channel.baseUrl,
      credentials: placeholders(channel.name, channel.credentials?.length ?? 1),
      models: channel.models.map(({ name, upstream }) => (name === upstream ? name : { name, upstream })),
      groups: namesOf(channel.groupIds),
      image_batch_groups: namesOf(channel.imageBatchGroupIds),
      priority: channel.priority,
      weight: channel.weight,
      concurrency: channel.concurrency,
      credential_concurrency: channel.credentialConcurrency,
      retry: channel.retry,
      timeouts: channel.timeouts,
      allow_private: channel.allowPrivate,
      status: channel.status,
    })),
    projects: projects.map((project) => exportProject(project, nameOf)),
    keys: (await allKeys(services)).map((key) => exportKey(key, nameOf)),
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function placeholders(channelName: string, count: number): string[] {
  const name = channelName.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return Array.from({ length: count }, (_, at) => `env:${name}_CREDENTIAL${at === 0 ? '' : `_${at + 1}`}`);
}

async function allKeys({ keys }: ReconcileServices): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  let cursor: ApiKey['id'] | null = null;
  do {
    const page = await keys.list({ limit: 100, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < MAX_KEYS);
  return found.filter(({ status }) => status !== 'deleted').reverse();
}
