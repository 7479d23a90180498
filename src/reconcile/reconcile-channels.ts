import type { ChannelView, NewChannel } from '../channels/index.ts';
import type { ConfigFile } from '../config/index.ts';
import { findProvider } from '../providers/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import { idsOf } from './names.ts';
import type { ReconcileServices } from './services.ts';

/** Channels, by name. Credentials are compared by the channel service, which alone can open them. */
export async function reconcileChannels(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  const { channels } = services;
  const existing = await channels.list();
  return reconcile({
    kind: 'channel',
    wanted: file.channels === undefined ? undefined : await wantedChannels(file, services),
    find: ({ name }) => existing.find((channel) => channel.name === name),
    async differences(wanted, channel) {
      const fields = differences(wanted, channel);
      const isSame = await channels.sameCredentials(channel.id, wanted.credentials);
      return isSame ? fields : [...fields, 'credentials'];
    },
    create: (wanted) => channels.create(wanted),
    update: (wanted, { id }) => channels.update(id, wanted),
  });
}

async function wantedChannels(file: ConfigFile, services: ReconcileServices): Promise<NewChannel[]> {
  const groups = await services.groups.list();
  const imageBatchGroups = await services.imageBatchGroups.list();
  return (file.channels ?? []).map((channel) => ({
    name: channel.name,
    provider: channel.provider,
    baseUrl: channel.base_url ?? null,
    credentials: channel.credentials,
    models: channel.models,
    groupIds: idsOf(channel.groups, groups),
    imageBatchGroupIds: idsOf(channel.image_batch_groups, imageBatchGroups),
    priority: channel.priority,
    weight: channel.weight,
    concurrency: channel.concurrency,
    credentialConcurrency: channel.credential_concurrency ?? 0,
    retry: channel.retry ?? null,
    timeouts: channel.timeouts ?? null,
    allowPrivate: channel.allow_private,
    status: channel.status,
  }));
}

function differences(wanted: NewChannel, channel: ChannelView): string[] {
  return changedFields({
    provider: [wanted.provider, channel.provider],
    base_url: [effectiveUrl(wanted), channel.baseUrl],
    models: [wanted.models, channel.models],
    groups: [[...wanted.groupIds].sort(), [...channel.groupIds].sort()],
    image_batch_groups: [[...wanted.imageBatchGroupIds].sort(), [...channel.imageBatchGroupIds].sort()],
    priority: [wanted.priority, channel.priority],
    weight: [wanted.weight, channel.weight],
    concurrency: [wanted.concurrency, channel.concurrency],
    credential_concurrency: [wanted.credentialConcurrency ?? 0, channel.credentialConcurrency],
    retry: [wanted.retry ?? null, channel.retry],
    timeouts: [wanted.timeouts ?? null, channel.timeouts],
    allow_private: [wanted.allowPrivate, channel.allowPrivate],
    status: [wanted.status, channel.status],
  });
}

/** The address without the slashes at its end, or the provider's own where none is named. */
function effectiveUrl({ provider, baseUrl }: NewChannel): string | null {
  const url = baseUrl ?? findProvider(provider)?.defaultBaseUrl ?? null;
  return url?.replace(/\/+$/, '') ?? null;
}
