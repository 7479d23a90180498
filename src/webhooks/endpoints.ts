import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { type Database, type Executor, isForeignKeyViolation } from '../db/index.ts';
import { newWebhookSecret } from '../projects/index.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import { cancelPending } from './delivery-store.ts';
import { openSecrets, sealOldSecret, sealSecret } from './endpoint-secrets.ts';
import {
  deleteEndpoint,
  insertEndpoint,
  type StoredEndpoint,
  selectEndpoint,
  selectEndpoints,
  updateEndpoint,
} from './endpoint-store.ts';
import type { WebhookEndpoint } from './webhook.ts';

/** What an endpoint is made of. */
export type NewEndpoint = Pick<WebhookEndpoint, 'organizationId' | 'projectId' | 'url' | 'eventTypes'>;
/** What of an endpoint can change. */
export type EndpointPatch = Partial<Pick<WebhookEndpoint, 'url' | 'eventTypes' | 'status'>>;

/** What is done with endpoints. */
export interface EndpointService {
  list(filter: {
    readonly organizationId?: Id<'org'> | undefined;
    readonly projectId?: Id<'proj'> | undefined;
  }): Promise<WebhookEndpoint[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'whk'>): Promise<WebhookEndpoint>;
  /** @throws {Refusal} `invalid_request` naming the field, `conflict` when the project has too many. */
  create(endpoint: NewEndpoint): Promise<WebhookEndpoint>;
  /**
   * What is disabled is told of nothing; what it had not been told yet is not told later.
   * @throws {Refusal} as `create`, and `not_found`.
   */
  update(id: Id<'whk'>, patch: EndpointPatch): Promise<WebhookEndpoint>;
  /** @throws {Refusal} `not_found`. */
  remove(id: Id<'whk'>): Promise<void>;
  /** What it is signed with; after it the one before, while that signs too. @throws {Refusal} `not_found`. */
  secrets(id: Id<'whk'>): Promise<readonly [Secret, ...Secret[]]>;
  /** Gives it another secret; the one before signs too for so long. @throws {Refusal} `not_found`. */
  rotateSecret(id: Id<'whk'>, overlapMs: number): Promise<WebhookEndpoint>;
}

/** What the service works with. */
export interface EndpointServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly allowPrivate: boolean;
}

/** Each event is stored once for each of them, in the transaction that makes it. */
const MOST_PER_PROJECT = 20;

/** The endpoints of all projects. */
export function createEndpoints(deps: EndpointServiceDeps): EndpointService {
  const { database, clock, box, allowPrivate } = deps;
  return {
    list: (filter) => selectEndpoints(database.db, filter),
    get: (id) => requireEndpoint(database.db, id),
    create: (endpoint) => create(endpoint, deps),
    async update(id, patch) {
      const before = await requireEndpoint(database.db, id);
      if (patch.url !== undefined && patch.url !== before.url) {
        await checkWebhookUrl('url', patch.url, allowPrivate);
      }
      return database.transaction(async (tx) => {
        const endpoint = { ...(await requireEndpoint(tx, id)), ...patch };
        const changed =
          patch.status === undefined ? endpoint : { ...endpoint, disabledReason: null, failingSinceMs: null };
        await updateEndpoint(tx, changed);
        if (changed.status === 'disabled') {
          await cancelPending(tx, id, { error: 'the endpoint was disabled', nowMs: clock.nowMs() });
        }
        return changed;
      });
    },
    async remove(id) {
      await database.transaction(async (tx) => {
        await requireEndpoint(tx, id);
        await cancelPending(tx, id, { error: 'the endpoint was deleted', nowMs: clock.nowMs() });
        await deleteEndpoint(tx, id);
      });
    },
    secrets: async (id) => openSecrets(box, await requireEndpoint(database.db, id), clock.nowMs()),
    rotateSecret: (id, overlapMs) =>
      database.transaction(async (tx) => {
        const endpoint = await requireEndpoint(tx, id);
        const [old] = openSecrets(box, endpoint, clock.nowMs());
        const rotated = {
          ...endpoint,
          secretBox: sealSecret(box, id, newWebhookSecret()),
          oldSecretBox: overlapMs === 0 ? null : sealOldSecret(box, id, old),
          oldSecretUntilMs: overlapMs === 0 ? null : clock.nowMs() + overlapMs,
        };
        await updateEndpoint(tx, rotated);
        return rotated;
      }),
  };
}

async function create(
  endpoint: NewEndpoint,
  { database, clock, ids, box, allowPrivate }: EndpointServiceDeps,
): Promise<WebhookEndpoint> {
  await checkWebhookUrl('url', endpoint.url, allowPrivate);
  const id = ids.next('whk');
  const made: StoredEndpoint = {
    ...{ ...endpoint, id, createdAtMs: clock.nowMs() },
    ...{ status: 'active', disabledReason: null, failingSinceMs: null },
    ...{ secretBox: sealSecret(box, id, newWebhookSecret()), oldSecretBox: null, oldSecretUntilMs: null },
  };
  await database.transaction(async (tx) => {
    const { projectId } = endpoint;
    if ((await selectEndpoints(tx, { projectId })).length >= MOST_PER_PROJECT) {
      const message = `a project has at most ${MOST_PER_PROJECT} webhook endpoints`;
      throw new Refusal('conflict', { message });
    }
    try {
      await insertEndpoint(tx, made);
    } catch (error) {
      throw isForeignKeyViolation(error) ? invalidField('project_id', 'there is no such project') : error;
    }
  });
  return made;
}

async function requireEndpoint(db: Executor, id: Id<'whk'>): Promise<StoredEndpoint> {
  const found = await selectEndpoint(db, id);
  if (found === undefined) {
    throw new Refusal('not_found', { message: `there is no webhook endpoint ${id}` });
  }
  return found;
}
