import type { Clock } from '../core/clock.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import { findAccess, type StoredAccess } from './access-store.ts';
import type { KeyAccess } from './api-key.ts';
import { isSameHash } from './hash-comparison.ts';
import { compileKeyPolicy } from './key-policy.ts';
import { createTokenBuckets } from './token-buckets.ts';

/** The patience with an address that presents unknown keys. */
export interface KeyReadBounds {
  /** Unknown keys an address may present before it has to wait. */
  readonly failuresPerAddress: number;
  readonly failuresRefillPerSecond: number;
  readonly addresses: number;
}

/** What reading keys works with. */
export interface KeyReadDeps {
  readonly database: Database;
  readonly box: SecretBox;
  readonly clock: Clock;
  /**
   * Called when a key was read from the database, before anyone gets it: the place to open counters. What it
   * promises is waited for.
   */
  readonly onLoad: (access: KeyAccess, stored: StoredAccess) => Promise<void> | undefined;
}

/** Reads of the database, as many as the failures of an address allow. */
export interface KeyReads {
  /** Counts one failure of an address; false when it has none left. */
  countFailure(caller: string): boolean;
  /** Whether `read` would refuse at once. */
  isRefused(caller: string): boolean;
  /**
   * Takes a token before the query and gives it back for a key that exists, so that not even many at once
   * outrun the bucket. Where only reads that still run hold the tokens, it waits for them: many valid keys
   * of one address that come at once, as after a restart, are no failures.
   */
  read(presented: string, caller: string): Promise<KeyAccess | null | 'rate_limit_exceeded'>;
}

/** Reads that are bounded by the failures of each address. */
export function createKeyReads(deps: KeyReadDeps, bounds: KeyReadBounds): KeyReads {
  const failures = createTokenBuckets(
    {
      capacity: bounds.failuresPerAddress,
      refillPerSecond: bounds.failuresRefillPerSecond,
      maxCallers: bounds.addresses,
    },
    deps.clock,
  );
  /** The read that was begun last for an address, while it runs. */
  const latest = new Map<string, Promise<unknown>>();

  async function readCounted(presented: string, caller: string): Promise<KeyAccess | null> {
    let isFailure = false;
    try {
      const access = await readKey(deps, presented);
      isFailure = access === null;
      return access;
    } finally {
      if (!isFailure) {
        failures.give(caller);
      }
    }
  }

  return {
    countFailure: (caller) => failures.take(caller),
    isRefused: (caller) => !latest.has(caller) && !failures.has(caller),
    async read(presented, caller) {
      while (!failures.take(caller)) {
        const running = latest.get(caller);
        if (running === undefined) {
          return 'rate_limit_exceeded';
        }
        await running.catch(() => undefined);
      }
      const reading = readCounted(presented, caller).finally(() => forgetWhenDone(latest, caller, reading));
      latest.set(caller, reading);
      return reading;
    },
  };
}

/** Removes what is done, unless something newer has taken its place. */
export function forgetWhenDone<Value>(running: Map<string, Value>, name: string, done: Value): void {
  if (running.get(name) === done) {
    running.delete(name);
  }
}

async function readKey(deps: KeyReadDeps, presented: string): Promise<KeyAccess | null> {
  const lookupHash = deps.box.lookupHash(presented);
  const stored = await findAccess(deps.database.db, lookupHash, deps.clock.nowMs());
  if (stored === null || !isSameHash(stored.lookupHash, lookupHash)) {
    return null;
  }
  const { key, project, errorFormat, worksUntilMs } = stored;
  const access = { key, project, errorFormat, policy: compileKeyPolicy(key, project), worksUntilMs };
  await deps.onLoad(access, stored);
  return access;
}
