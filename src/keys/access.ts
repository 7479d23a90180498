import type { Id } from '../core/ids.ts';
import type { RefusalCode } from '../core/refusal.ts';
import { networkOf } from './address-network.ts';
import type { KeyAccess } from './api-key.ts';
import { createKeyCache, type KeyCacheBounds } from './key-cache.ts';
import { isWellFormedApiKey } from './key-format.ts';
import { createKeyReads, forgetWhenDone, type KeyReadBounds, type KeyReadDeps } from './key-reads.ts';

/** Finds keys for the data plane. */
export interface KeyAccessFinder {
  /**
   * The key that was presented, or why there is none. At once for warm keys and for what is refused
   * without looking; a promise alone when the database has to be asked. Status, expiry and quota are
   * not judged: a deleted key comes back as it is stored.
   */
  find(presented: string, clientAddress: string): KeyAccess | RefusalCode | Promise<KeyAccess | RefusalCode>;
  /** Whether the next use of a key would find it here, without the database. */
  isWarm(id: Id<'key'>): boolean;
  /** Makes the next use of this key read it anew; also for a key that was just created. */
  forget(id: Id<'key'>): void;
  /** Makes the next use of every key read it anew: a project has changed. */
  forgetAll(): void;
}

/** What bounds the memory of keys and the patience with an address. */
export type KeyAccessBounds = KeyCacheBounds & KeyReadBounds;

/** Room for what one process can serve. */
const DEFAULT_KEY_ACCESS_BOUNDS: KeyAccessBounds = {
  warmKeys: 100_000,
  unknownKeys: 100_000,
  unknownForMs: 60_000,
  failuresPerAddress: 60,
  failuresRefillPerSecond: 1,
  addresses: 10_000,
};

/** What finding keys works with. */
export interface KeyAccessDeps extends KeyReadDeps {
  readonly bounds?: Partial<KeyAccessBounds>;
}

/** The in-memory view of the keys. */
export function createKeyAccess(deps: KeyAccessDeps): KeyAccessFinder {
  const bounds = { ...DEFAULT_KEY_ACCESS_BOUNDS, ...deps.bounds };
  const cache = createKeyCache(bounds, deps.clock);
  const reads = createKeyReads(deps, bounds);
  const loading = new Map<string, Promise<KeyAccess | RefusalCode>>();

  async function load(name: string, presented: string, caller: string): Promise<KeyAccess | RefusalCode> {
    // A read that began before a change may have seen what was there before it: its answer goes to those
    // who asked before the change and is not kept.
    const generation = cache.generation;
    const access = await reads.read(presented, caller);
    if (access === 'rate_limit_exceeded') {
      return access;
    }
    cache.keep(name, access, generation);
    return access ?? 'invalid_api_key';
  }

  /** One read at a time for each key, however many requests wait for it. */
  function loadOnce(name: string, presented: string, caller: string) {
    const started = load(name, presented, caller).finally(() => forgetWhenDone(loading, name, started));
    loading.set(name, started);
    return started;
  }

  return {
    find(presented, clientAddress) {
      if (!isWellFormedApiKey(presented)) {
        return 'invalid_api_key';
      }
      const name = cache.nameOf(presented);
      const known = cache.get(name) ?? loading.get(name);
      if (known !== undefined) {
        return known;
      }
      const caller = networkOf(clientAddress);
      if (cache.isUnknown(name)) {
        return reads.countFailure(caller) ? 'invalid_api_key' : 'rate_limit_exceeded';
      }
      return reads.isRefused(caller) ? 'rate_limit_exceeded' : loadOnce(name, presented, caller);
    },
    isWarm: (id) => cache.isWarm(id),
    forget(id) {
      cache.forget(id);
      loading.clear();
    },
    forgetAll() {
      cache.forgetAll();
      loading.clear();
    },
  };
}
