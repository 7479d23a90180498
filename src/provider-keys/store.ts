import type { ChannelModel } from '../channels/index.ts';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ProviderKeysTable } from '../db/tables.ts';

/** A provider key as it is stored: its credential is sealed. */
export interface StoredProviderKey {
  readonly id: Id<'pk'>;
  readonly organizationId: Id<'org'>;
  readonly name: string;
  /** A provider's name. */
  readonly provider: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly credentialBox: string;
  /** Empty means every priced model of the provider. */
  readonly models: readonly ChannelModel[];
  readonly status: ProviderKeysTable['status'];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The provider keys of an organization, or of all of them, by name. */
export async function selectProviderKeys(
  db: Executor,
  organizationId: Id<'org'> | null,
): Promise<StoredProviderKey[]> {
  const all = db.selectFrom('provider_keys').selectAll().orderBy('name').orderBy('id');
  const rows = await (organizationId === null
    ? all
    : all.where('organization_id', '=', organizationId)
  ).execute();
  return rows.map(providerKeyOf);
}

/** One provider key, or undefined. */
export async function selectProviderKey(db: Executor, id: Id<'pk'>): Promise<StoredProviderKey | undefined> {
  const row = await db.selectFrom('provider_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row && providerKeyOf(row);
}

/** Inserts a provider key. */
export async function insertProviderKey(db: Executor, key: StoredProviderKey): Promise<void> {
  await db.insertInto('provider_keys').values(rowOf(key)).execute();
}

/** Writes a provider key anew. */
export async function updateProviderKey(db: Executor, key: StoredProviderKey): Promise<void> {
  await db.updateTable('provider_keys').set(rowOf(key)).where('id', '=', key.id).execute();
}

/** Removes a provider key. */
export async function deleteProviderKey(db: Executor, id: Id<'pk'>): Promise<void> {
  await db.deleteFrom('provider_keys').where('id', '=', id).execute();
}

function providerKeyOf(row: ProviderKeysTable): StoredProviderKey {
  return {
    id: row.id as Id<'pk'>,
    organizationId: row.organization_id as Id<'org'>,
    name: row.name,
    provider: row.provider,
    baseUrl: row.base_url,
    credentialBox: row.credential_box,
    models: JSON.parse(row.models) as ChannelModel[],
    status: row.status,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function rowOf(key: StoredProviderKey): ProviderKeysTable {
  return {
    id: key.id,
    organization_id: key.organizationId,
    name: key.name,
    provider: key.provider,
    base_url: key.baseUrl,
    credential_box: key.credentialBox,
    models: JSON.stringify(key.models),
    status: key.status,
    created_at: key.createdAtMs,
    updated_at: key.updatedAtMs,
  };
}
