import { createCheckedToken, isCheckedToken } from '../core/checked-token.ts';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import type { Scope } from '../members/index.ts';
import { checkEntityName } from '../projects/index.ts';
import {
  insertManagementKey,
  type ManagementKey,
  markRevoked,
  selectByHash,
  selectManagementKey,
  selectManagementKeys,
  writeLastUsed,
} from './store.ts';

const PREFIX = 'mk-tp-';
/** How old the noted last use may become before it is written again. */
const LAST_USED_EVERY_MS = 60_000;

/** A management key to create. */
export interface NewManagementKey {
  /** Null for a key of the operator. */
  readonly organizationId: Id<'org'> | null;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
  /** What the audit log calls who makes it. */
  readonly createdBy: string;
  /** What the one who makes it may do: a key never carries more. */
  readonly grantable: readonly Scope[];
}

/** What is done with management keys. */
export interface ManagementKeyService {
  /**
   * Creates a key; its string is given out here alone.
   * @throws {Refusal} `invalid_request` naming the field; `management_forbidden` for a scope beyond one's own.
   */
  create(input: NewManagementKey): Promise<{ readonly key: ManagementKey; readonly secret: Secret }>;
  /** The keys of an organization; null is all of them. */
  list(organizationId: Id<'org'> | null): Promise<ManagementKey[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'mk'>): Promise<ManagementKey>;
  /** Revokes a key for good, at once. @throws {Refusal} `not_found`. */
  revoke(id: Id<'mk'>): Promise<void>;
  /**
   * The key that was presented, when it is active and not expired, and notes its use. A malformed key is
   * refused without a look-up.
   */
  find(presented: string): Promise<ManagementKey | null>;
}

/** What the service works with. */
export interface ManagementKeyServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
}

/** The keys that programs manage the gateway with. */
export function createManagementKeyService(deps: ManagementKeyServiceDeps): ManagementKeyService {
  const { database, clock, box } = deps;
  const get = async (id: Id<'mk'>) => (await selectManagementKey(database.db, id)) ?? refuseMissing();
  return {
    create: (input) => create(deps, input),
    list: (organizationId) => selectManagementKeys(database.db, organizationId),
    get,
    async revoke(id) {
      await get(id);
      await markRevoked(database.db, id);
    },
    async find(presented) {
      if (!isCheckedToken(PREFIX, presented)) {
        return null;
      }
      const key = await selectByHash(database.db, box.lookupHash(presented));
      const nowMs = clock.nowMs();
      if (key?.status !== 'active' || (key.expiresAtMs !== null && key.expiresAtMs <= nowMs)) {
        return null;
      }
      if (key.lastUsedAtMs === null || nowMs - key.lastUsedAtMs >= LAST_USED_EVERY_MS) {
        await writeLastUsed(database.db, key.id, nowMs);
      }
      return key;
    },
  };
}

async function create({ database, clock, ids, box }: ManagementKeyServiceDeps, input: NewManagementKey) {
  checkScopes(input);
  const createdAtMs = clock.nowMs();
  if (input.expiresAtMs !== null && input.expiresAtMs <= createdAtMs) {
    throw invalidField('expires_at', 'is already past; send a later time, or null for a key that stays');
  }
  const secret = createCheckedToken(PREFIX);
  const key: ManagementKey = {
    id: ids.next('mk'),
    organizationId: input.organizationId,
    name: checkEntityName(input.name),
    preview: `${PREFIX}…${secret.reveal().slice(-4)}`,
    scopes: [...new Set(input.scopes)],
    expiresAtMs: input.expiresAtMs,
    status: 'active',
    lastUsedAtMs: null,
    createdBy: input.createdBy,
    createdAtMs,
  };
  await insertManagementKey(database.db, key, box.lookupHash(secret.reveal()));
  return { key, secret };
}

function checkScopes({ scopes, grantable }: NewManagementKey): void {
  if (scopes.length === 0) {
    throw invalidField('scopes', 'must name at least one permission');
  }
  const beyond = scopes.find((scope) => !grantable.includes(scope));
  if (beyond !== undefined) {
    throw new Refusal('management_forbidden', {
      message: `You cannot give a management key the permission ${beyond}, which you do not have`,
      param: `scopes.${scopes.indexOf(beyond)}`,
    });
  }
}

function refuseMissing(): never {
  throw new Refusal('not_found', { message: 'there is no such management key' });
}
