import { Refusal } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Task } from '../../tasks/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { fingerprintOf } from './read-task-body.ts';

/** A request that names an Idempotency-Key. */
export interface IdempotentRequest {
  readonly key: string;
  readonly requestHash: string;
  /** What the same request made before; null where this is the first. */
  readonly replayed: Task | null;
  /** The request was answered, one way or the other. */
  end(): void;
}

const KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * Makes a request with an Idempotency-Key happen once. A refusal is not kept: nothing was done, and the
 * same request may come again. Null for a request that names none.
 * @throws {Refusal} `idempotency_conflict` for another request under the same key, `conflict` while the first
 *   is not answered yet.
 */
export async function beginOnce(
  exchange: Exchange,
  { key: { id: keyId } }: KeyAccess,
  body: JsonObject,
  { taskPlane: { tasks, hash, inFlight } }: GatewayDeps,
): Promise<IdempotentRequest | null> {
  const key = exchange.request.headers['idempotency-key'];
  if (key === undefined) {
    return null;
  }
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new Refusal('invalid_request', {
      message: 'Idempotency-Key must have 1 to 255 printable characters',
      param: 'Idempotency-Key',
    });
  }
  const name = `${keyId} ${key}`;
  if (inFlight.has(name)) {
    throw new Refusal('conflict', {
      message: 'A request with this Idempotency-Key has not been answered yet; ask again later',
      retryAfterS: 1,
    });
  }
  inFlight.add(name);
  const end = (): void => {
    inFlight.delete(name);
  };
  try {
    const requestHash = hash(fingerprintOf(exchange.path, body));
    const known = await tasks.replay(keyId, key);
    if (known !== null && known.requestHash !== requestHash) {
      throw new Refusal('idempotency_conflict');
    }
    return { key, requestHash, replayed: known?.task ?? null, end };
  } catch (error) {
    end();
    throw error;
  }
}
