import { checkChannelFields, checkCredential, endingOf } from '../channels/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { type SecretBox, SecretBoxError } from '../core/secret-box.ts';
import { type Database, type Executor, refuseTaken } from '../db/index.ts';
import type { Provider } from '../providers/provider.ts';
import * as store from './store.ts';

/** A provider key as it may be shown: of its credential the ending alone. */
export type ProviderKeyView = Omit<store.StoredProviderKey, 'credentialBox'> & { readonly last4: string };

/** What a provider key is made of. A base URL of null is the provider's own. */
export type NewProviderKey = Pick<
  store.StoredProviderKey,
  'organizationId' | 'name' | 'provider' | 'models' | 'status'
> & { readonly baseUrl: string | null; readonly credential: Secret };

/** What of a provider key is to change; whose it is and which provider never do. */
export type ProviderKeyPatch = Partial<Omit<NewProviderKey, 'organizationId' | 'provider'>>;

/** What a live test found. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What is done with provider keys. Changes are in force when a call returns; nothing returns a credential. */
export interface ProviderKeyService {
  /** By name. */
  list(organizationId: Id<'org'>): Promise<ProviderKeyView[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'pk'>): Promise<ProviderKeyView>;
  /**
   * Tests the credential at its provider and stores it.
   * @throws {Refusal} `invalid_request` naming the field, `conflict` when the name is taken.
   */
  create(key: NewProviderKey): Promise<ProviderKeyView>;
  /** Tests again when the credential or the address changes. @throws {Refusal} as `create`, and `not_found`. */
  update(id: Id<'pk'>, patch: ProviderKeyPatch): Promise<ProviderKeyView>;
  /** @throws {Refusal} `not_found`. */
  remove(id: Id<'pk'>): Promise<void>;
}

interface ProviderKeyServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  findProvider(name: string): Provider | undefined;
  /** Asks the provider whether it takes this credential. */
  verify(provider: Provider, baseUrl: string, credential: Secret): Promise<Verdict>;
  /** Awaited after each change was committed. */
  onChange(): Promise<void>;
}

/** Provider keys: an organization's own credentials, stored sealed and used for that organization alone. */
export function createProviderKeyService(deps: ProviderKeyServiceDeps): ProviderKeyService {
  const { database, box, onChange } = deps;
  return {
    list: async (organizationId) =>
      (await store.selectProviderKeys(database.db, organizationId)).map((key) => show(key, box)),
    get: async (id) => show(await requireKey(database.db, id), box),
    async create(input) {
      const made = await create(deps, input);
      await onChange();
      return show(made, box);
    },
    async update(id, patch) {
      const changed = await update(deps, id, patch);
      await onChange();
      return show(changed, box);
    },
    async remove(id) {
      await requireKey(database.db, id);
      await store.deleteProviderKey(database.db, id);
      await onChange();
    },
  };
}

/**
 * Opens the credential of a provider key.
 * @throws {SecretBoxError} when it was sealed with another master key or for another row.
 */
export function openProviderKey(key: store.StoredProviderKey, box: SecretBox): Secret {
  return box.open(key.credentialBox, key.id);
}

async function create(deps: ProviderKeyServiceDeps, input: NewProviderKey): Promise<store.StoredProviderKey> {
  const { credential, ...fields } = input;
  const nowMs = deps.clock.nowMs();
  const id = deps.ids.next('pk');
  const key = {
    ...fields,
    ...(await check(deps, input.provider, fields, credential)),
    organizationId: input.organizationId,
    id,
    credentialBox: deps.box.seal(credential, id),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await refuseTaken(takenName(key.name), () => store.insertProviderKey(deps.database.db, key));
  return key;
}

async function update(
  deps: ProviderKeyServiceDeps,
  id: Id<'pk'>,
  { credential, ...patch }: ProviderKeyPatch,
): Promise<store.StoredProviderKey> {
  const old = await requireKey(deps.database.db, id);
  const fields = { ...old, ...patch };
  const isTested = credential !== undefined || (patch.baseUrl !== undefined && patch.baseUrl !== old.baseUrl);
  const tested = isTested ? (credential ?? openProviderKey(old, deps.box)) : null;
  const key = {
    ...fields,
    ...(await check(deps, old.provider, fields, tested)),
    credentialBox: credential === undefined ? old.credentialBox : deps.box.seal(credential, id),
    updatedAtMs: deps.clock.nowMs(),
  };
  await refuseTaken(takenName(key.name), () => store.updateProviderKey(deps.database.db, key));
  return key;
}

/** The fields as they are stored, after the provider took the credential; null tests nothing. */
async function check(
  deps: ProviderKeyServiceDeps,
  providerName: string,
  fields: Pick<NewProviderKey, 'name' | 'baseUrl' | 'models' | 'status'>,
  credential: Secret | null,
): Promise<Pick<store.StoredProviderKey, 'name' | 'baseUrl' | 'models' | 'status'>> {
  const provider = deps.findProvider(providerName);
  if (provider === undefined) {
    throw invalidField('provider', `there is no provider called "${providerName}"`);
  }
  const { name, baseUrl, models, status } = checkChannelFields(
    { ...fields, priority: 0, weight: 1, concurrency: 0 },
    provider,
  );
  if (credential !== null) {
    checkCredential('credential', credential, provider);
    const verdict = await deps.verify(provider, baseUrl, credential);
    if (!verdict.ok) {
      throw invalidField('credential', verdict.reason);
    }
  }
  return { name, baseUrl, models, status };
}

async function requireKey(db: Executor, id: Id<'pk'>): Promise<store.StoredProviderKey> {
  const found = await store.selectProviderKey(db, id);
  if (found === undefined) {
    throw new Refusal('not_found', { message: `there is no provider key ${id}` });
  }
  return found;
}

function show({ credentialBox, ...key }: store.StoredProviderKey, box: SecretBox): ProviderKeyView {
  return { ...key, last4: endingIfPossible({ credentialBox, ...key }, box) };
}

function endingIfPossible(key: store.StoredProviderKey, box: SecretBox): string {
  try {
    return endingOf(openProviderKey(key, box).reveal());
  } catch (error) {
    if (error instanceof SecretBoxError) {
      return '????';
    }
    throw error;
  }
}

function takenName(name: string): string {
  return `a provider key called "${name}" exists already`;
}
