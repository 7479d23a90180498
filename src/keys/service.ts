import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database, Executor } from '../db/index.ts';
import type { ApiKey } from './api-key.ts';
import { checkGroups, createKey, type KeyWithSecret, type NewKey } from './create-key.ts';
import { isSameHash } from './hash-comparison.ts';
import { columnsOfSettings } from './key-row-store.ts';
import { checkKeySettings, checkNotDeleted, type KeySettings } from './key-rules.ts';
import { type KeyFilter, listKeys } from './list-store.ts';
import { reportLeaked } from './report-leaked.ts';
import { endOverlaps, findRetiredValue } from './retired-value-store.ts';
import { type Rotation, rotateKey } from './rotate-key.ts';
import * as store from './store.ts';

/** What can change of a key; its string changes by a rotation alone, its type never. Absent fields stay. */
export interface KeyPatch extends KeySettings {
  readonly status?: 'active' | 'inactive' | undefined;
  readonly groupId?: Id<'grp'> | undefined;
  readonly imageBatchGroupId?: Id<'ibg'> | undefined;
}

/** A part of a list, and where the next part begins; null at the end. */
export interface KeyPage {
  readonly items: readonly ApiKey[];
  readonly nextCursor: Id<'key'> | null;
}

/** Everything that can be done with keys beside using them. */
export interface KeyService {
  /** Creates a key and gives out its string. @throws {Refusal} `invalid_request` naming the field. */
  create(input: NewKey): Promise<KeyWithSecret>;
  list(filter: Partial<KeyFilter>): Promise<KeyPage>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'key'>): Promise<ApiKey>;
  /** The oldest key of a project with this name that is not deleted. */
  findByName(projectId: Id<'proj'>, name: string): Promise<ApiKey | null>;
  /** The key string. @throws {Refusal} `feature_disabled` when only hashes are kept; `conflict`; `not_found`. */
  reveal(id: Id<'key'>): Promise<Secret>;
  /** Whether this is the string of the key, or one it was rotated from; works where only hashes are kept. */
  hasValue(id: Id<'key'>, value: Secret): Promise<boolean>;
  /** @throws {Refusal} `not_found`; `conflict` for a deleted or leaked key; `invalid_request` naming the field. */
  update(id: Id<'key'>, patch: KeyPatch): Promise<ApiKey>;
  /** Gives a key another string, see `rotateKey`. @throws {Refusal} */
  rotate(id: Id<'key'>, rotation: Rotation): Promise<KeyWithSecret>;
  /** Stops the strings that work, see `reportLeaked`; returns the keys they belong to. */
  reportLeaked(values: readonly Secret[]): Promise<ApiKey[]>;
  /** Deletes for good; the row stays for its usage, the sealed string does not. @throws {Refusal} `not_found`. */
  remove(id: Id<'key'>): Promise<void>;
}

/** What the key service works with. */
export interface KeyServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  /** Keeps hashes alone: a key is then shown once, when it is made. A project may choose so too. */
  readonly hashOnly?: boolean;
  /** Awaited after every change was committed, so that a change is in force when the call returns. */
  readonly onChange: (id: Id<'key'>) => Promise<void> | void;
}

/** What a list is not narrowed by unless it is asked for: newest first, without the deleted ones. */
const EVERY_KEY: Omit<KeyFilter, 'limit'> = {
  organizationId: null,
  projectId: null,
  status: null,
  type: null,
  groupId: null,
  imageBatchGroupId: null,
  createdBy: null,
  tag: null,
  search: null,
  sort: 'created_at',
  isDescending: true,
  cursor: null,
};

/** The key service. */
export function createKeyService(deps: KeyServiceDeps): KeyService {
  const { database, clock } = deps;

  async function change(id: Id<'key'>, work: (tx: Executor, key: ApiKey) => Promise<void>) {
    await database.transaction(async (tx) => work(tx, await store.mustFindKey(tx, id)));
    await deps.onChange(id);
  }

  return {
    create: (input) => createKey(deps, input),
    async list(filter) {
      const limit = Math.min(Math.max(filter.limit ?? 50, 1), 100);
      const wanted = { ...EVERY_KEY, ...filter, limit: limit + 1 };
      const keys = await listKeys(database.db, wanted, clock.nowMs());
      const items = keys.slice(0, limit);
      return { items, nextCursor: keys.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    get: (id) => store.mustFindKey(database.db, id),
    findByName: (projectId, name) => store.findKeyByName(database.db, projectId, name),
    reveal: (id) => revealKey(deps, id),
    async hasValue(id, value) {
      const presented = deps.box.lookupHash(value.reveal());
      const stored = await store.findLookupHash(database.db, id);
      const isCurrent = stored !== null && isSameHash(stored, presented);
      return isCurrent || (await findRetiredValue(database.db, presented))?.keyId === id;
    },
    async update(id, patch) {
      checkKeySettings(patch, clock.nowMs());
      await change(id, async (tx, key) => {
        checkNotDeleted(key);
        checkNotLeaked(key, patch);
        await checkNewBinding(tx, key, patch);
        await store.updateKey(tx, id, { ...columnsOfPatch(patch), updated_at: clock.nowMs() });
      });
      return store.mustFindKey(database.db, id);
    },
    rotate: (id, rotation) => rotateKey(deps, id, rotation),
    reportLeaked: (values) => reportLeaked(deps, values),
    async remove(id) {
      await change(id, async (tx) => {
        await endOverlaps(tx, { keyId: id }, clock.nowMs());
        await store.updateKey(tx, id, { status: 'deleted', key_box: null, updated_at: clock.nowMs() });
      });
    },
  };
}

async function revealKey({ database, box, hashOnly }: KeyServiceDeps, id: Id<'key'>): Promise<Secret> {
  const key = await store.mustFindKey(database.db, id);
  checkNotDeleted(key);
  const keyBox = hashOnly === true ? null : await store.findKeyBox(database.db, id);
  if (keyBox === null || (await store.findProject(database.db, key.projectId))?.hashOnly === true) {
    throw new Refusal('feature_disabled', {
      message: 'Here a key is shown once, when it is made; rotate it to get a new string',
    });
  }
  return box.open(keyBox, id);
}

function checkNotLeaked(key: ApiKey, patch: KeyPatch): void {
  if (key.leakedAtMs !== null && patch.status === 'active') {
    throw new Refusal('conflict', {
      message: 'This API key was reported as leaked, which disabled it; rotate it before it is enabled again',
      param: 'status',
    });
  }
}

async function checkNewBinding(tx: Executor, key: ApiKey, patch: KeyPatch): Promise<void> {
  const { groupId = null, imageBatchGroupId = null } = patch;
  if (groupId !== null && key.type !== 'general') {
    throw invalidField(
      'group_id',
      'an image key is bound to an image batch group; send image_batch_group_id',
    );
  }
  if (imageBatchGroupId !== null && key.type !== 'image') {
    throw invalidField('image_batch_group_id', 'a general key is bound to a group; send group_id');
  }
  await checkGroups(tx, { groupId, imageBatchGroupId }, key.organizationId);
}

function columnsOfPatch(patch: KeyPatch) {
  return {
    ...columnsOfSettings(patch),
    ...(patch.status === undefined ? {} : { status: patch.status }),
    ...(patch.groupId === undefined ? {} : { group_id: patch.groupId }),
    ...(patch.imageBatchGroupId === undefined ? {} : { image_batch_group_id: patch.imageBatchGroupId }),
  };
}
