import type { z } from '@hono/zod-openapi';
import type { ChannelView } from '../../channels/index.ts';
import type { Id } from '../../core/ids.ts';
import type { ChannelJson } from '../contract/channels.ts';
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
export function presentChannel(channel: ChannelView, groups: AllGroups): z.infer<typeof ChannelJson> {
  return {
    id: channel.id,
    object: 'channel',
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    credentials: channel.credentials.map(({ last4 }) => ({ last4 })),
    models: channel.models.map(({ name, upstream }) => ({ name, upstream })),
    groups: namesOfGroups(channel.groupIds, groups.general),
    group_ids: [...channel.groupIds],
    image_batch_groups: namesOfGroups(channel.imageBatchGroupIds, groups.image),
    image_batch_group_ids: [...channel.imageBatchGroupIds],
    priority: channel.priority,
    weight: channel.weight,
    concurrency: channel.concurrency,
    allow_private: channel.allowPrivate,
    status: channel.status,
    created_at: formatTime(channel.createdAtMs),
    updated_at: formatTime(channel.updatedAtMs),
  };
}
