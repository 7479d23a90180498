import type { Id } from '../core/ids.ts';
import type { Ppm } from '../core/money.ts';
import type { Executor } from '../db/index.ts';
import type { GroupsTable, ImageBatchGroupsTable } from '../db/tables.ts';
import type { Platform } from '../dialects/dialect.ts';
import type { RetryInput } from '../routing/index.ts';
import type { Stored } from './pool-service.ts';

/** What a general group is made of: the pool of channels a key may reach, and what it pays there. */
export interface GeneralGroupFields {
  readonly name: string;
  readonly platforms: readonly Platform[];
  readonly multiplierPpm: Ppm;
  readonly translate: boolean;
  /** How requests are tried again; null, or left out, is the usual way. */
  readonly retry?: RetryInput | null;
  /** The organizations that may bind keys to it; null, or left out, is everyone. */
  readonly visibleTo?: readonly Id<'org'>[] | null;
}

/** A general group. */
export type GeneralGroup = GeneralGroupFields & Stored<'grp'>;

/** What an image batch group is made of: the pool for asynchronous image tasks. */
export interface ImageBatchGroupFields {
  readonly name: string;
  readonly models: readonly string[];
  readonly concurrency: number;
  readonly queueLimit: number;
  /** Decimal USD of one image by size: `{ "1K": "0.04" }`. */
  readonly prices: Readonly<Record<string, string>>;
  /** The organizations that may bind keys to it; null, or left out, is everyone. */
  readonly visibleTo?: readonly Id<'org'>[] | null;
}

/** An image batch group. */
export type ImageBatchGroup = ImageBatchGroupFields & Stored<'ibg'>;

/** All general groups by name. */
export async function selectGroups(db: Executor): Promise<GeneralGroup[]> {
  return (await db.selectFrom('groups').selectAll().orderBy('name').execute()).map(groupOf);
}

/** Inserts a general group. */
export async function insertGroup(db: Executor, group: GeneralGroup): Promise<void> {
  await db.insertInto('groups').values(groupRow(group)).execute();
}

/** Writes a general group anew. */
export async function updateGroup(db: Executor, group: GeneralGroup): Promise<void> {
  await db.updateTable('groups').set(groupRow(group)).where('id', '=', group.id).execute();
}

/** Removes a general group; deleted keys and projects let go of it first. Fails while other keys point to it. */
export async function deleteGroup(db: Executor, id: Id<'grp'>): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ group_id: null })
    .where('group_id', '=', id)
    .where('status', '=', 'deleted')
    .execute();
  await detachFromChannels(db, 'group_ids', id);
  await db
    .updateTable('projects')
    .set({ default_group_id: null })
    .where('default_group_id', '=', id)
    .execute();
  await db.deleteFrom('groups').where('id', '=', id).execute();
}

/** All image batch groups by name. */
export async function selectImageBatchGroups(db: Executor): Promise<ImageBatchGroup[]> {
  return (await db.selectFrom('image_batch_groups').selectAll().orderBy('name').execute()).map(
    imageBatchGroupOf,
  );
}

/** Inserts an image batch group. */
export async function insertImageBatchGroup(db: Executor, group: ImageBatchGroup): Promise<void> {
  await db.insertInto('image_batch_groups').values(imageBatchGroupRow(group)).execute();
}

/** Writes an image batch group anew. */
export async function updateImageBatchGroup(db: Executor, group: ImageBatchGroup): Promise<void> {
  await db
    .updateTable('image_batch_groups')
    .set(imageBatchGroupRow(group))
    .where('id', '=', group.id)
    .execute();
}

/** Removes an image batch group; deleted keys let go of it first. Fails while other keys point to it. */
export async function deleteImageBatchGroup(db: Executor, id: Id<'ibg'>): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ image_batch_group_id: null })
    .where('image_batch_group_id', '=', id)
    .where('status', '=', 'deleted')
    .execute();
  await detachFromChannels(db, 'image_batch_group_ids', id);
  await db.deleteFrom('image_batch_groups').where('id', '=', id).execute();
}

/** Takes a group out of the lists of the channels that serve it. */
async function detachFromChannels(
  db: Executor,
  column: 'group_ids' | 'image_batch_group_ids',
  id: string,
): Promise<void> {
  const channels = await db.selectFrom('channels').select(['id', column]).execute();
  for (const channel of channels) {
    const ids = JSON.parse(channel[column] ?? '[]') as string[];
    if (ids.includes(id)) {
      const rest = JSON.stringify(ids.filter((other) => other !== id));
      await db
        .updateTable('channels')
        .set({ [column]: rest })
        .where('id', '=', channel.id)
        .execute();
    }
  }
}

function groupOf(row: GroupsTable): GeneralGroup {
  return {
    id: row.id as Id<'grp'>,
    name: row.name,
    platforms: JSON.parse(row.platforms) as Platform[],
    multiplierPpm: row.multiplier_ppm,
    translate: row.translate === 1,
    retry: row.retry === null ? null : (JSON.parse(row.retry) as RetryInput),
    visibleTo: visibleToOf(row.visible_to),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function groupRow(group: GeneralGroup): GroupsTable {
  return {
    id: group.id,
    name: group.name,
    platforms: JSON.stringify(group.platforms),
    multiplier_ppm: group.multiplierPpm,
    translate: group.translate ? 1 : 0,
    retry: group.retry == null ? null : JSON.stringify(group.retry),
    visible_to: group.visibleTo == null ? null : JSON.stringify(group.visibleTo),
    created_at: group.createdAtMs,
    updated_at: group.updatedAtMs,
  };
}

function imageBatchGroupOf(row: ImageBatchGroupsTable): ImageBatchGroup {
  return {
    id: row.id as Id<'ibg'>,
    name: row.name,
    models: JSON.parse(row.models) as string[],
    concurrency: row.concurrency,
    queueLimit: row.queue_limit,
    prices: JSON.parse(row.prices) as Record<string, string>,
    visibleTo: visibleToOf(row.visible_to),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function imageBatchGroupRow(group: ImageBatchGroup): ImageBatchGroupsTable {
  return {
    id: group.id,
    name: group.name,
    models: JSON.stringify(group.models),
    concurrency: group.concurrency,
    queue_limit: group.queueLimit,
    prices: JSON.stringify(group.prices),
    visible_to: group.visibleTo == null ? null : JSON.stringify(group.visibleTo),
    created_at: group.createdAtMs,
    updated_at: group.updatedAtMs,
  };
}

function visibleToOf(column: string | null): Id<'org'>[] | null {
  return column === null ? null : (JSON.parse(column) as Id<'org'>[]);
}
