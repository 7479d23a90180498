import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { type Database, type Executor, refuseTaken } from '../db/index.ts';
import { checkCount } from '../projects/index.ts';
import type { Provider } from '../providers/provider.ts';
import { checkChannelFields } from './channel-fields.ts';
import { checkCredentials, holdsCredentials, sealCredentials, showCredentials } from './credentials.ts';
import * as store from './store.ts';

/** A channel as it may be shown: of its credentials the endings alone. */
export type ChannelView = Omit<store.StoredChannel, 'credentialsBox'> & {
  /** One entry a credential; a single one of question marks when they do not open with this master key. */
  readonly credentials: readonly { readonly last4: string }[];
};

/** What a channel is made of. A base URL of null is the provider's own. */
export type NewChannel = Omit<
  store.StoredChannel,
  'id' | 'baseUrl' | 'credentialsBox' | 'createdAtMs' | 'updatedAtMs' | keyof typeof USUAL_ROUTING
> &
  Partial<Pick<store.StoredChannel, keyof typeof USUAL_ROUTING>> & {
    readonly baseUrl: string | null;
    readonly credentials: readonly Secret[];
  };

/** How a channel is used where nobody says. */
const USUAL_ROUTING = { credentialConcurrency: 0, retry: null, timeouts: null };

/** What of a channel is to change. Credentials are replaced as a whole. */
export type ChannelPatch = Partial<NewChannel>;

/** What is done with channels. Changes are in force when a call returns; nothing returns a credential. */
export interface ChannelService {
  /** By name. */
  list(): Promise<ChannelView[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'chan'>): Promise<ChannelView>;
  findByName(name: string): Promise<ChannelView | undefined>;
  /** @throws {Refusal} `invalid_request` naming the field, `conflict` when the name is taken. */
  create(channel: NewChannel): Promise<ChannelView>;
  /** @throws {Refusal} as `create`, and `not_found`. */
  update(id: Id<'chan'>, patch: ChannelPatch): Promise<ChannelView>;
  /** @throws {Refusal} `not_found`. */
  remove(id: Id<'chan'>): Promise<void>;
  /** Whether a channel has exactly these credentials. @throws {Refusal} `not_found`. */
  sameCredentials(id: Id<'chan'>, credentials: readonly Secret[]): Promise<boolean>;
}

interface ChannelServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  findProvider(name: string): Provider | undefined;
  /** Awaited after each change was committed. */
  onChange(): Promise<void>;
}

/** Channels: the upstreams and their credentials, which are stored sealed. */
export function createChannelService(deps: ChannelServiceDeps): ChannelService {
  const { database, box, onChange } = deps;
  return {
    list: async () => (await store.selectChannels(database.db)).map((channel) => show(channel, box)),
    get: async (id) => show(await requireChannel(database.db, id), box),
    async findByName(name) {
      const found = await store.selectChannelByName(database.db, name.trim());
      return found && show(found, box);
    },
    async create(channel) {
      const made = await database.transaction((tx) => create(deps, tx, channel));
      await onChange();
      return show(made, box);
    },
    async update(id, patch) {
      const changed = await database.transaction((tx) => update(deps, tx, id, patch));
      await onChange();
      return show(changed, box);
    },
    async remove(id) {
      if (!(await store.deleteChannel(database.db, id))) {
        throw unknownChannel(id);
      }
      await onChange();
    },
    async sameCredentials(id, credentials) {
      const channel = await requireChannel(database.db, id);
      return holdsCredentials(channel.credentialsBox, credentials, box, id);
    },
  };
}

async function create(
  deps: ChannelServiceDeps,
  tx: Executor,
  { credentials, ...given }: NewChannel,
): Promise<store.StoredChannel> {
  const fields = { ...USUAL_ROUTING, ...given };
  const provider = requireProvider(deps, fields.provider);
  checkCredentials(credentials, provider);
  checkCount('credential_concurrency', fields.credentialConcurrency, 0);
  const id = deps.ids.next('chan');
  const nowMs = deps.clock.nowMs();
  const channel = {
    ...fields,
    ...checkChannelFields(fields, provider),
    id,
    credentialsBox: sealCredentials(credentials, deps.box, id),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await checkGroups(tx, channel);
  await refuseTaken(takenName(channel.name), () => store.insertChannel(tx, channel));
  return channel;
}

async function update(
  deps: ChannelServiceDeps,
  tx: Executor,
  id: Id<'chan'>,
  { credentials, ...patch }: ChannelPatch,
): Promise<store.StoredChannel> {
  const old = await requireChannel(tx, id);
  const fields = { ...old, ...patch };
  const provider = requireProvider(deps, fields.provider);
  checkCount('credential_concurrency', fields.credentialConcurrency, 0);
  const channel = {
    ...fields,
    ...checkChannelFields(fields, provider),
    updatedAtMs: deps.clock.nowMs(),
  };
  if (credentials !== undefined) {
    checkCredentials(credentials, provider);
    channel.credentialsBox = sealCredentials(credentials, deps.box, id);
  }
  await checkGroups(tx, channel);
  await refuseTaken(takenName(channel.name), () => store.updateChannel(tx, channel));
  return channel;
}

async function checkGroups(tx: Executor, channel: store.StoredChannel): Promise<void> {
  const lists = [
    ['group_ids', 'groups', channel.groupIds],
    ['image_batch_group_ids', 'image_batch_groups', channel.imageBatchGroupIds],
  ] as const;
  for (const [param, table, ids] of lists) {
    const existing = await store.selectExistingGroupIds(tx, table, ids);
    const missing = ids.find((id) => !existing.has(id));
    if (missing !== undefined) {
      throw invalidField(param, `there is no group ${missing}`);
    }
  }
}

function requireProvider(deps: ChannelServiceDeps, name: string): Provider {
  const provider = deps.findProvider(name);
  if (provider === undefined) {
    throw invalidField('provider', `there is no provider called "${name}"`);
  }
  return provider;
}

async function requireChannel(db: Executor, id: Id<'chan'>): Promise<store.StoredChannel> {
  const found = await store.selectChannel(db, id);
  if (found === undefined) {
    throw unknownChannel(id);
  }
  return found;
}

function show({ credentialsBox, ...channel }: store.StoredChannel, box: SecretBox): ChannelView {
  return { ...channel, credentials: showCredentials(credentialsBox, box, channel.id) };
}

function unknownChannel(id: string): Refusal {
  return new Refusal('not_found', { message: `there is no channel ${id}` });
}

function takenName(name: string): string {
  return `a channel called "${name}" exists already`;
}
