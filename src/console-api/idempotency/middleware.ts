import type { MiddlewareHandler } from 'hono';
import type { Clock } from '../../core/clock.ts';
import { Refusal } from '../../core/refusal.ts';
import { Secret } from '../../core/secret.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Database } from '../../db/index.ts';
import type { ManagementContext, ManagementEnv } from '../context.ts';
import * as store from './store.ts';

const IDEMPOTENCY_KEPT_MS = 86_400_000;
const PRUNED_EVERY_MS = 60_000;

const KEY = /^[\x20-\x7e]{1,255}$/;

/** What the middleware works with. */
export interface IdempotencyDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly box: SecretBox;
}

/**
 * Makes a POST with an Idempotency-Key happen once: the same request again gets the answer of the first
 * one, a different request under the same key is refused. Answers are kept sealed, since the answer of a
 * creation holds the key string. An answer that says "try again" (429, 5xx) is not kept.
 */
export function idempotent(deps: IdempotencyDeps): MiddlewareHandler<ManagementEnv> {
  let prunedAtMs = Number.NEGATIVE_INFINITY;
  return async (context, next) => {
    const key = context.req.header('idempotency-key');
    if (key === undefined || context.req.method !== 'POST') {
      return next();
    }
    if (!KEY.test(key)) {
      throw new Refusal('invalid_request', {
        message: 'Idempotency-Key must have 1 to 255 printable characters',
        param: 'Idempotency-Key',
      });
    }
    const name = { key, scope: `${context.get('actor').credentialHash} ${context.req.path}` };
    const requestHash = await hashOf(deps.box, context);
    const nowMs = deps.clock.nowMs();
    if (nowMs - prunedAtMs >= PRUNED_EVERY_MS) {
      prunedAtMs = nowMs;
      await store.dropOlderThan(deps.database.db, nowMs - IDEMPOTENCY_KEPT_MS);
    }
    const replayed = await claimOrReplay(deps, name, requestHash);
    if (replayed !== null) {
      return replayed;
    }
    await next();
    return keep(deps, name, context.res);
  };
}

async function claimOrReplay(
  deps: IdempotencyDeps,
  name: store.IdempotencyName,
  requestHash: string,
): Promise<Response | null> {
  if (await store.claim(deps.database.db, name, requestHash, deps.clock.nowMs())) {
    return null;
  }
  const record = await store.findRecord(deps.database.db, name);
  if (record !== null && record.requestHash !== requestHash) {
    throw new Refusal('idempotency_conflict');
  }
  if (record?.status == null || record.responseBox === null) {
    throw new Refusal('conflict', {
      message:
        'A request with this Idempotency-Key has not been answered yet; ask again later, or look whether it was done',
      retryAfterS: 1,
    });
  }
  return new Response(deps.box.open(record.responseBox, rowIdOf(name)).reveal(), {
    status: record.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  });
}

async function keep(deps: IdempotencyDeps, name: store.IdempotencyName, response: Response): Promise<void> {
  if (response.status >= 500 || response.status === 429) {
    await store.release(deps.database.db, name);
    return;
  }
  const body = new Secret(await response.clone().text());
  await store.keepAnswer(deps.database.db, name, {
    status: response.status,
    responseBox: deps.box.seal(body, rowIdOf(name)),
  });
}

function rowIdOf(name: store.IdempotencyName): string {
  return `idempotency ${name.scope} ${name.key}`;
}

/** Keyed, because the body may hold a custom key, which a plain hash in the database would help to guess. */
async function hashOf(box: SecretBox, context: ManagementContext): Promise<string> {
  const query = new URL(context.req.url).search;
  return box.lookupHash(`idempotent request\n${query}\n${await context.req.text()}`);
}
