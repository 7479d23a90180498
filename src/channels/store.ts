import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ChannelsTable } from '../db/tables.ts';
import type { RetryInput, TimeoutsInput } from '../routing/index.ts';

/** A public model name and what the upstream calls it. */
export interface ChannelModel {
  readonly name: string;
  readonly upstream: string;
}

/** A channel as it is stored: its credentials are sealed. */
export interface StoredChannel {
  readonly id: Id<'chan'>;
  readonly name: string;
  /** A provider's name. */
  readonly provider: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly credentialsBox: string;
  /** Empty means every priced model of the provider. */
  readonly models: readonly ChannelModel[];
  readonly groupIds: readonly Id<'grp'>[];
  readonly imageBatchGroupIds: readonly Id<'ibg'>[];
  /** Lower is tried first. */
  readonly priority: number;
  readonly weight: number;
  /** Most requests at once; 0 is unlimited. */
  readonly concurrency: number;
  /** Most requests at once with one credential; 0 is unlimited. */
  readonly credentialConcurrency: number;
  /** What differs from the groups' retry policies; null for nothing. */
  readonly retry: RetryInput | null;
  /** What differs from the usual timeouts; null for nothing. */
  readonly timeouts: TimeoutsInput | null;
  readonly allowPrivate: boolean;
  readonly status: ChannelsTable['status'];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** All channels by name. */
export async function selectChannels(db: Executor): Promise<StoredChannel[]> {
  return (await db.selectFrom('channels').selectAll().orderBy('name').execute()).map(channelOf);
}

/** One channel, or undefined. */
export async function selectChannel(db: Executor, id: Id<'chan'>): Promise<StoredChannel | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
  return row && channelOf(row);
}

/** The channel of a name, or undefined. */
export async function selectChannelByName(db: Executor, name: string): Promise<StoredChannel | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('name', '=', name).executeTakeFirst();
  return row && channelOf(row);
}

/** Inserts a channel. */
export async function insertChannel(db: Executor, channel: StoredChannel): Promise<void> {
  await db.insertInto('channels').values(rowOf(channel)).execute();
}

/** Writes a channel anew. */
export async function updateChannel(db: Executor, channel: StoredChannel): Promise<void> {
  await db.updateTable('channels').set(rowOf(channel)).where('id', '=', channel.id).execute();
}

/** Removes a channel; false when there was none. */
export async function deleteChannel(db: Executor, id: Id<'chan'>): Promise<boolean> {
  const result = await db.deleteFrom('channels').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Which of these ids are groups that exist. */
export async function selectExistingGroupIds(
  db: Executor,
  table: 'groups' | 'image_batch_groups',
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) {
    return new Set();
  }
  const rows = await db.selectFrom(table).select('id').where('id', 'in', ids).execute();
  return new Set(rows.map((row) => row.id));
}

function channelOf(row: ChannelsTable): StoredChannel {
  return {
    id: row.id as Id<'chan'>,
    name: row.name,
    provider: row.provider,
    baseUrl: row.base_url,
    credentialsBox: row.credentials_box,
    models: JSON.parse(row.models) as ChannelModel[],
    groupIds: JSON.parse(row.group_ids) as Id<'grp'>[],
    imageBatchGroupIds: JSON.parse(row.image_batch_group_ids) as Id<'ibg'>[],
    priority: row.priority,
    weight: row.weight,
    concurrency: row.concurrency,
    credentialConcurrency: row.credential_concurrency,
    retry: row.retry === null ? null : (JSON.parse(row.retry) as RetryInput),
    timeouts: row.timeouts === null ? null : (JSON.parse(row.timeouts) as TimeoutsInput),
    allowPrivate: row.allow_private === 1,
    status: row.status,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function rowOf(channel: StoredChannel): ChannelsTable {
  return {
    id: channel.id,
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    credentials_box: channel.credentialsBox,
    models: JSON.stringify(channel.models),
    group_ids: JSON.stringify(channel.groupIds),
    image_batch_group_ids: JSON.stringify(channel.imageBatchGroupIds),
    priority: channel.priority,
    weight: channel.weight,
    concurrency: channel.concurrency,
    credential_concurrency: channel.credentialConcurrency,
    retry: channel.retry === null ? null : JSON.stringify(channel.retry),
    timeouts: channel.timeouts === null ? null : JSON.stringify(channel.timeouts),
    allow_private: channel.allowPrivate ? 1 : 0,
    status: channel.status,
    created_at: channel.createdAtMs,
    updated_at: channel.updatedAtMs,
  };
}
