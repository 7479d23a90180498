import type { Id } from '../core/ids.ts';
import { invalidField } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { Executor } from '../db/index.ts';
import { type ApiKey, NO_LIMITS, NO_SPEND_WINDOWS } from './api-key.ts';
import { generateApiKey } from './key-format.ts';
import {
  checkBinding,
  checkCustomValue,
  checkKeySettings,
  type KeyBinding,
  type KeySettings,
} from './key-rules.ts';
import { refuseRetired, storedSecretsOf, valueInUse } from './key-secrets.ts';
import type { KeyServiceDeps } from './service.ts';
import * as store from './store.ts';

/** A key to create. What is left out is: no expiry, no limits, every model, no rules, a generated value. */
export interface NewKey extends KeyBinding, KeySettings {
  readonly projectId: Id<'proj'>;
  readonly name: string;
  /** A custom key; null or absent for a generated one. */
  readonly value?: Secret | null | undefined;
  /** The person who makes it; null or absent for a credential that is no person's. */
  readonly createdBy?: string | null | undefined;
}

/** A key that was just made or rotated, with its string, which is not given out again by any other call. */
export interface KeyWithSecret {
  readonly key: ApiKey;
  readonly secret: Secret;
}

/** Creates a key. @throws {Refusal} `invalid_request` naming the field, such as `value` for one in use. */
export async function createKey(deps: KeyServiceDeps, input: NewKey): Promise<KeyWithSecret> {
  checkBinding(input);
  checkKeySettings(input, deps.clock.nowMs());
  if (input.value != null) {
    checkCustomValue(input.value);
  }
  const secret = input.value ?? generateApiKey(input.groupId === null ? 'image' : 'general');
  const id = deps.ids.next('key');
  const key = await deps.database.transaction(async (tx) => {
    const project = await store.findProject(tx, input.projectId);
    if (project === null) {
      throw invalidField('project_id', 'there is no such project');
    }
    await checkGroups(tx, input, project.organizationId);
    const stored = storedSecretsOf(deps.box, id, secret, deps.hashOnly === true || project.hashOnly);
    const created = newApiKey(input, id, project.organizationId, stored.preview, deps.clock.nowMs());
    if (!(await store.insertKey(tx, created, stored))) {
      throw valueInUse();
    }
    await refuseRetired(tx, stored.lookupHash);
    return created;
  });
  await deps.onChange(id);
  return { key, secret };
}

/**
 * Checks that what a key is to be bound to exists and that its organization sees it; to an organization
 * that does not, it does not exist.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export async function checkGroups(
  tx: Executor,
  {
    groupId,
    imageBatchGroupId,
  }: { readonly groupId: string | null; readonly imageBatchGroupId: string | null },
  organizationId: Id<'org'>,
): Promise<void> {
  if (groupId !== null && !(await isSeen(tx, 'groups', groupId, organizationId))) {
    throw invalidField('group_id', 'there is no such group');
  }
  if (
    imageBatchGroupId === null ||
    (await isSeen(tx, 'image_batch_groups', imageBatchGroupId, organizationId))
  ) {
    return;
  }
  throw invalidField(
    'image_batch_group_id',
    (await store.seesImageBatchGroup(tx, organizationId))
      ? 'there is no such image batch group'
      : NO_IMAGE_BATCH_GROUP,
  );
}

/** What somebody is told who cannot make an image key at all. */
export const NO_IMAGE_BATCH_GROUP =
  'The administrator has not exposed an available image batch group, or your account does not have permission to use one.';

async function isSeen(
  tx: Executor,
  table: 'groups' | 'image_batch_groups',
  id: string,
  organizationId: Id<'org'>,
): Promise<boolean> {
  const visibleTo = await store.findVisibility(tx, table, id);
  return visibleTo !== undefined && store.isVisibleTo(visibleTo, organizationId);
}

function newApiKey(
  input: NewKey,
  id: Id<'key'>,
  organizationId: Id<'org'>,
  preview: string,
  nowMs: number,
): ApiKey {
  const {
    rpm = null,
    tpm = null,
    concurrency = null,
    queueLimit = NO_LIMITS.queueLimit,
  } = input.limits ?? {};
  const windows = input.spendWindowsNano ?? NO_SPEND_WINDOWS;
  return {
    id,
    organizationId,
    projectId: input.projectId,
    name: input.name,
    type: input.groupId === null ? 'image' : 'general',
    groupId: input.groupId,
    imageBatchGroupId: input.imageBatchGroupId,
    status: 'active',
    preview,
    expiresAtMs: input.expiresAtMs ?? null,
    quotaNano: input.quotaNano ?? null,
    quotaUsedNano: 0,
    limits: { rpm, tpm, concurrency, queueLimit },
    spendWindowsNano: {
      '5h': windows['5h'] ?? null,
      '1d': windows['1d'] ?? null,
      '7d': windows['7d'] ?? null,
      '30d': windows['30d'] ?? null,
    },
    models: input.models ?? [],
    ipAllow: input.ipAllow ?? [],
    ipDeny: input.ipDeny ?? [],
    iamRules: input.iamRules ?? [],
    defaultModel: input.defaultModel ?? null,
    tags: input.tags ?? {},
    createdBy: input.createdBy ?? null,
    leakedAtMs: null,
    lastUsedAtMs: null,
    createdAtMs: nowMs,
  };
}
