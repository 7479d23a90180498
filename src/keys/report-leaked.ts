import type { Id } from '../core/ids.ts';
import type { Secret } from '../core/secret.ts';
import type { Executor } from '../db/index.ts';
import type { ApiKey } from './api-key.ts';
import { isWellFormedApiKey } from './key-format.ts';
import { endOverlaps, findRetiredValue } from './retired-value-store.ts';
import type { KeyServiceDeps } from './service.ts';
import * as store from './store.ts';

/**
 * Takes strings that somebody found where no key should be, and stops those that work: a key is
 * disabled until it is rotated; a string that a key was rotated from stops at once, the key goes on.
 * Returns the keys whose strings were stopped; what is unknown, deleted or stopped already is left out.
 */
export async function reportLeaked(deps: KeyServiceDeps, values: readonly Secret[]): Promise<ApiKey[]> {
  const stopped: ApiKey[] = [];
  for (const text of new Set(values.map((value) => value.reveal()))) {
    if (!isWellFormedApiKey(text)) {
      continue;
    }
    const lookupHash = deps.box.lookupHash(text);
    const key = await deps.database.transaction((tx) => stop(tx, lookupHash, deps.clock.nowMs()));
    if (key !== null) {
      stopped.push(key);
      await deps.onChange(key.id);
    }
  }
  return stopped;
}

async function stop(tx: Executor, lookupHash: string, nowMs: number): Promise<ApiKey | null> {
  const key = await store.findKeyByHash(tx, lookupHash);
  if (key === null) {
    return stopRetired(tx, lookupHash, nowMs);
  }
  if (key.status === 'deleted' || key.leakedAtMs !== null) {
    return null;
  }
  await store.updateKey(tx, key.id, { status: 'inactive', leaked_at: nowMs, updated_at: nowMs });
  return key;
}

async function stopRetired(tx: Executor, lookupHash: string, nowMs: number): Promise<ApiKey | null> {
  const retired = await findRetiredValue(tx, lookupHash);
  if (retired === null || retired.expiresAtMs <= nowMs) {
    return null;
  }
  await endOverlaps(tx, { lookupHash }, nowMs);
  return store.mustFindKey(tx, retired.keyId as Id<'key'>);
}
