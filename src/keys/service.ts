import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database, Executor } from '../db/index.ts';
import type { ApiKey } from './api-key.ts';
import { isSameHash } from './hash-comparison.ts';
import { generateApiKey, previewOf } from './key-format.ts';
import {
  checkBinding,
  checkCustomValue,
  checkKeyFields,
  checkNotDeleted,
  type KeyBinding,
} from './key-rules.ts';
import * as store from './store.ts';

/** A key to create. What is left out is: no expiry, no quota, every model, no tags, a generated value. */
export interface NewKey extends KeyBinding {
  readonly projectId: Id<'proj'>;
  readonly name: string;
  /** A custom key; null or absent for a generated one. */
  readonly value?: Secret | null | undefined;
  readonly expiresAtMs?: number | null | undefined;
  readonly quotaNano?: number | null | undefined;
  readonly models?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What can change of a key; its string and its type never do. Absent fields stay as they are. */
export interface KeyPatch {
  readonly name?: string | undefined;
  readonly status?: 'active' | 'inactive' | undefined;
  readonly groupId?: Id<'grp'> | undefined;
  readonly imageBatchGroupId?: Id<'ibg'> | undefined;
  readonly expiresAtMs?: number | null | undefined;
  readonly quotaNano?: number | null | undefined;
  readonly models?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A part of a list, and where the next part begins; null at the end. */
export interface KeyPage {
  readonly items: readonly ApiKey[];
  readonly nextCursor: Id<'key'> | null;
}

/** Everything that can be done with keys beside using them. */
export interface KeyService {
  /** Creates a key; the one place beside `reveal` that gives out the string. @throws {Refusal} */
  create(input: NewKey): Promise<{ readonly key: ApiKey; readonly secret: Secret }>;
  list(filter: Partial<store.KeyFilter>): Promise<KeyPage>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'key'>): Promise<ApiKey>;
  /** The oldest key of a project with this name that is not deleted. */
  findByName(projectId: Id<'proj'>, name: string): Promise<ApiKey | null>;
  /** The key string. @throws {Refusal} `feature_disabled` when only hashes are kept; `conflict`; `not_found`. */
  reveal(id: Id<'key'>): Promise<Secret>;
  /** Whether this is the string of the key; works where only hashes are kept. */
  hasValue(id: Id<'key'>, value: Secret): Promise<boolean>;
  /** @throws {Refusal} `not_found`; `conflict` for a deleted key; `invalid_request` naming the field. */
  update(id: Id<'key'>, patch: KeyPatch): Promise<ApiKey>;
  /** Deletes for good; the row stays for its usage, the sealed string does not. @throws {Refusal} `not_found`. */
  remove(id: Id<'key'>): Promise<void>;
}

/** What the key service works with. */
export interface KeyServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  /** Keeps hashes alone: a key is then shown once, when it is created. */
  readonly hashOnly?: boolean;
  /** Awaited after every change was committed, so that a change is in force when the call returns. */
  readonly onChange: (id: Id<'key'>) => Promise<void> | void;
}

/** The key service. */
export function createKeyService(deps: KeyServiceDeps): KeyService {
  const { database } = deps;

  async function change(id: Id<'key'>, work: (tx: Executor, key: ApiKey) => Promise<void>) {
    await database.transaction(async (tx) => work(tx, await mustFind(tx, id)));
    await deps.onChange(id);
  }

  return {
    create: (input) => createKey(deps, input),
    async list(filter) {
      const limit = Math.min(Math.max(filter.limit ?? 50, 1), 100);
      const all = { organizationId: null, projectId: null, status: null, search: null, cursor: null };
      const keys = await store.listKeys(database.db, { ...all, ...filter, limit: limit + 1 });
      const items = keys.slice(0, limit);
      return { items, nextCursor: keys.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    get: (id) => mustFind(database.db, id),
    findByName: (projectId, name) => store.findKeyByName(database.db, projectId, name),
    reveal: (id) => revealKey(deps, id),
    async hasValue(id, value) {
      const stored = await store.findLookupHash(database.db, id);
      return stored !== null && isSameHash(stored, deps.box.lookupHash(value.reveal()));
    },
    async update(id, patch) {
      checkKeyFields(patch);
      await change(id, async (tx, key) => {
        checkNotDeleted(key);
        await checkNewBinding(tx, key, patch);
        await store.updateKey(tx, id, { ...columnsOf(patch), updated_at: deps.clock.nowMs() });
      });
      return mustFind(database.db, id);
    },
    async remove(id) {
      await change(id, (tx) =>
        store.updateKey(tx, id, { status: 'deleted', key_box: null, updated_at: deps.clock.nowMs() }),
      );
    },
  };
}

async function mustFind(executor: Executor, id: Id<'key'>): Promise<ApiKey> {
  const key = await store.findKey(executor, id);
  if (key === null) {
    throw new Refusal('not_found', { message: 'There is no API key with this id' });
  }
  return key;
}

async function revealKey({ database, box }: KeyServiceDeps, id: Id<'key'>): Promise<Secret> {
  checkNotDeleted(await mustFind(database.db, id));
  const keyBox = await store.findKeyBox(database.db, id);
  if (keyBox === null) {
    throw new Refusal('feature_disabled', {
      message: 'This gateway keeps only the hash of this API key, so it was shown once; create a new key',
    });
  }
  return box.open(keyBox, id);
}

async function createKey(deps: KeyServiceDeps, input: NewKey) {
  checkBinding(input);
  checkKeyFields(input);
  if (input.value != null) {
    checkCustomValue(input.value);
  }
  const type = input.groupId === null ? 'image' : 'general';
  const secret = input.value ?? generateApiKey(type);
  const id = deps.ids.next('key');
  const keyBox = deps.hashOnly === true ? null : deps.box.seal(secret, id);
  const lookupHash = deps.box.lookupHash(secret.reveal());
  const key = await deps.database.transaction(async (tx) => {
    const created = await newApiKey(tx, deps.clock, id, input, previewOf(secret.reveal()));
    if (!(await store.insertKey(tx, created, { lookupHash, keyBox }))) {
      throw new Refusal('conflict', { message: 'This value is already in use; choose another one' });
    }
    return created;
  });
  await deps.onChange(id);
  return { key, secret };
}

async function newApiKey(
  tx: Executor,
  clock: Clock,
  id: Id<'key'>,
  input: NewKey,
  preview: string,
): Promise<ApiKey> {
  const nowMs = clock.nowMs();
  if (input.expiresAtMs != null && input.expiresAtMs <= nowMs) {
    throw invalidField('expires_at', 'is already past; send a later time, or null for a key that stays');
  }
  const organizationId = await store.findOrganizationOfProject(tx, input.projectId);
  if (organizationId === null) {
    throw invalidField('project_id', 'there is no such project');
  }
  await checkGroupsExist(tx, input.groupId, input.imageBatchGroupId);
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
    models: input.models ?? [],
    tags: input.tags ?? {},
    lastUsedAtMs: null,
    createdAtMs: nowMs,
  };
}

async function checkNewBinding(tx: Executor, key: ApiKey, patch: KeyPatch): Promise<void> {
  if (patch.groupId !== undefined && key.type !== 'general') {
    throw invalidField(
      'group_id',
      'an image key is bound to an image batch group; send image_batch_group_id',
    );
  }
  if (patch.imageBatchGroupId !== undefined && key.type !== 'image') {
    throw invalidField('image_batch_group_id', 'a general key is bound to a group; send group_id');
  }
  await checkGroupsExist(tx, patch.groupId ?? null, patch.imageBatchGroupId ?? null);
}

async function checkGroupsExist(tx: Executor, groupId: string | null, imageBatchGroupId: string | null) {
  if (groupId !== null && !(await store.hasGroup(tx, 'groups', groupId))) {
    throw invalidField('group_id', 'there is no such group');
  }
  if (imageBatchGroupId !== null && !(await store.hasGroup(tx, 'image_batch_groups', imageBatchGroupId))) {
    throw invalidField('image_batch_group_id', 'there is no such image batch group');
  }
}

function columnsOf(patch: KeyPatch) {
  return {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.status === undefined ? {} : { status: patch.status }),
    ...(patch.groupId === undefined ? {} : { group_id: patch.groupId }),
    ...(patch.imageBatchGroupId === undefined ? {} : { image_batch_group_id: patch.imageBatchGroupId }),
    ...(patch.expiresAtMs === undefined ? {} : { expires_at: patch.expiresAtMs }),
    ...(patch.quotaNano === undefined ? {} : { quota_nano: patch.quotaNano }),
    ...(patch.models === undefined ? {} : { models: JSON.stringify(patch.models) }),
    ...(patch.tags === undefined ? {} : { tags: JSON.stringify(patch.tags) }),
  };
}
