import type { z } from '@hono/zod-openapi';
import type { ChannelView, CredentialTest } from '../../channels/index.ts';
import type { Id } from '../../core/ids.ts';
import type { AccountView } from '../../routing/index.ts';
import type { ChannelJson, ChannelTestJson } from '../contract/channels.ts';
import type { ManagementDeps } from '../deps.ts';
import { formatTime } from '../moments.ts';
import { namesOfGroups } from './resolve-groups.ts';

/** All groups a channel can belong to. */
export interface AllGroups {
  readonly general: readonly { readonly id: Id<'grp'>; readonly name: string }[];
  readonly image: readonly { readonly id: Id<'ibg'>; readonly name: string }[];
}

/** Reads the groups once for an answer, since channels name them by id and callers by name. */
export async function readGroups(
  deps: Pick<ManagementDeps, 'groups' | 'imageBatchGroups'>,
): Promise<AllGroups> {
  return { general: await deps.groups.list(), image: await deps.imageBatchGroups.list() };
}

/** A channel as it is answered, without its credentials. */
export function presentChannel(
  channel: ChannelView,
  groups: AllGroups,
  road: Pick<ManagementDeps['road'], 'view'>,
): z.infer<typeof ChannelJson> {
  const accounts = road.view(channel.id);
  return {
    id: channel.id,
    object: 'channel',
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    credentials: channel.credentials.map(({ last4 }, at) => ({ last4, ...presentHealth(accounts[at]) })),
    models: channel.models.map(({ name, upstream }) => ({ name, upstream })),
    groups: namesOfGroups(channel.groupIds, groups.general),
    group_ids: [...channel.groupIds],
    image_batch_groups: namesOfGroups(channel.imageBatchGroupIds, groups.image),
    image_batch_group_ids: [...channel.imageBatchGroupIds],
    priority: channel.priority,
    weight: channel.weight,
    concurrency: channel.concurrency,
    credential_concurrency: channel.credentialConcurrency,
    retry: channel.retry,
    timeouts: channel.timeouts,
    allow_private: channel.allowPrivate,
    status: channel.status,
    created_at: formatTime(channel.createdAtMs),
    updated_at: formatTime(channel.updatedAtMs),
  };
}

/** A credential that no request went out with yet is taken for well. */
function presentHealth(account: AccountView | undefined) {
  return {
    state: account?.state ?? ('healthy' as const),
    running: account?.running ?? 0,
    rests: (account?.rests ?? []).map(({ model, failures, lastError, untilMs }) => ({
      ...{ model, failures },
      last_error: lastError,
      until: formatTime(untilMs),
    })),
  };
}

/** What a live test found, as it is answered. */
export function presentChannelTest(
  id: Id<'chan'>,
  tests: readonly CredentialTest[],
): z.infer<typeof ChannelTestJson> {
  return {
    object: 'channel_test',
    channel_id: id,
    ok: tests.every(({ ok }) => ok),
    credentials: tests.map(({ totalMs, ...test }) => ({ ...test, total_ms: totalMs })),
  };
}
