import type { Insertable, Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { ApiKeysTable } from '../db/tables.ts';
import type { ApiKey } from './api-key.ts';
import type { KeySettings } from './key-rules.ts';

/** A key as its row says it. */
export function keyOfRow(row: Selectable<ApiKeysTable>): ApiKey {
  return {
    id: row.id as Id<'key'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    name: row.name,
    type: row.type,
    groupId: row.group_id as Id<'grp'> | null,
    imageBatchGroupId: row.image_batch_group_id as Id<'ibg'> | null,
    status: row.status,
    preview: row.preview,
    expiresAtMs: row.expires_at,
    quotaNano: row.quota_nano,
    quotaUsedNano: row.quota_used_nano,
    limits: {
      rpm: row.rpm,
      tpm: row.tpm,
      concurrency: row.concurrency,
      queueLimit: row.queue_limit,
    },
    spendWindowsNano: {
      '5h': row.spend_5h_nano,
      '1d': row.spend_1d_nano,
      '7d': row.spend_7d_nano,
      '30d': row.spend_30d_nano,
    },
    models: JSON.parse(row.models),
    ipAllow: JSON.parse(row.ip_allow),
    ipDeny: JSON.parse(row.ip_deny),
    iamRules: JSON.parse(row.iam_rules),
    defaultModel: row.default_model,
    tags: JSON.parse(row.tags),
    createdBy: row.created_by,
    leakedAtMs: row.leaked_at,
    lastUsedAtMs: row.last_used_at,
    createdAtMs: row.created_at,
  };
}

/** The row of a new key. */
export function rowOfKey(
  key: ApiKey,
  secrets: { lookupHash: string; keyBox: string | null },
): Insertable<ApiKeysTable> {
  return {
    ...columnsOfSettings(key),
    id: key.id,
    organization_id: key.organizationId,
    project_id: key.projectId,
    group_id: key.groupId,
    image_batch_group_id: key.imageBatchGroupId,
    type: key.type,
    name: key.name,
    lookup_hash: secrets.lookupHash,
    key_box: secrets.keyBox,
    preview: key.preview,
    status: key.status,
    models: JSON.stringify(key.models),
    tags: JSON.stringify(key.tags),
    created_by: key.createdBy,
    created_at: key.createdAtMs,
    updated_at: key.createdAtMs,
  };
}

/** The columns of the settings that are given; an absent one leaves its column as it is. */
export function columnsOfSettings(settings: KeySettings) {
  const { limits, spendWindowsNano: windows } = settings;
  return withoutUndefined({
    name: settings.name,
    expires_at: settings.expiresAtMs,
    quota_nano: settings.quotaNano,
    rpm: limits?.rpm,
    tpm: limits?.tpm,
    concurrency: limits?.concurrency,
    queue_limit: limits?.queueLimit,
    spend_5h_nano: windows?.['5h'],
    spend_1d_nano: windows?.['1d'],
    spend_7d_nano: windows?.['7d'],
    spend_30d_nano: windows?.['30d'],
    models: jsonOf(settings.models),
    ip_allow: jsonOf(settings.ipAllow),
    ip_deny: jsonOf(settings.ipDeny),
    iam_rules: jsonOf(settings.iamRules),
    default_model: settings.defaultModel,
    tags: jsonOf(settings.tags),
  });
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function withoutUndefined<Columns extends object>(
  columns: Columns,
): { [Name in keyof Columns]?: Exclude<Columns[Name], undefined> } {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Columns]?: Exclude<Columns[Name], undefined>;
  };
}
