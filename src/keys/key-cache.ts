import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { KeyAccess } from './api-key.ts';
import { createBoundedMap } from './bounded-map.ts';

/** What bounds the memory of keys. */
export interface KeyCacheBounds {
  readonly warmKeys: number;
  readonly unknownKeys: number;
  readonly unknownForMs: number;
}

/** Keys that were read, and keys that were looked for in vain. */
export interface KeyCache {
  /** What a presented key is called in here. */
  nameOf(presented: string): string;
  get(name: string): KeyAccess | undefined;
  isUnknown(name: string): boolean;
  /** Whether a key is in here under any name. */
  isWarm(id: Id<'key'>): boolean;
  /** Goes up with every change; what was read in an earlier generation is not kept. */
  readonly generation: number;
  /** Remembers what a read found, null for nothing, unless something changed since `generation`. */
  keep(name: string, access: KeyAccess | null, generation: number): void;
  /** Forgets one key and every key that was unknown, since this one may just have been created. */
  forget(id: Id<'key'>): void;
  forgetAll(): void;
}

/** An empty cache within the given bounds. */
export function createKeyCache(bounds: KeyCacheBounds, clock: Clock): KeyCache {
  const warm = createBoundedMap<KeyAccess>(bounds.warmKeys);
  /** Several for a key that is being rotated: each of its strings has a name. */
  const namesOfId = new Map<Id<'key'>, readonly string[]>();
  const unknownUntilMs = createBoundedMap<number>(bounds.unknownKeys);
  // Entries are not named by the key itself, so that a heap dump gives up none, and not by the look-up
  // hash either: a one-shot SHA-256 over a salt of this process takes 0.3 µs, the HMAC 1.5 µs.
  const salt = randomBytes(16).toString('hex');
  let generation = 0;

  function without(name: string, id: Id<'key'>): readonly string[] {
    return (namesOfId.get(id) ?? []).filter((other) => other !== name);
  }

  function setNames(id: Id<'key'>, names: readonly string[]): void {
    if (names.length === 0) {
      namesOfId.delete(id);
    } else {
      namesOfId.set(id, names);
    }
  }

  return {
    nameOf: (presented) => hash('sha256', salt + presented, 'base64url'),
    get: (name) => warm.get(name),
    isUnknown: (name) => (unknownUntilMs.get(name) ?? 0) > clock.monotonicMs(),
    isWarm: (id) => namesOfId.has(id),
    get generation() {
      return generation;
    },
    keep(name, access, readIn) {
      if (readIn !== generation) {
        return;
      }
      if (access === null) {
        unknownUntilMs.set(name, clock.monotonicMs() + bounds.unknownForMs);
        return;
      }
      const dropped = warm.set(name, access);
      if (dropped !== undefined) {
        setNames(dropped.value.key.id, without(dropped.name, dropped.value.key.id));
      }
      setNames(access.key.id, [...without(name, access.key.id), name]);
    },
    forget(id) {
      generation += 1;
      unknownUntilMs.clear();
      for (const name of namesOfId.get(id) ?? []) {
        warm.delete(name);
      }
      namesOfId.delete(id);
    },
    forgetAll() {
      generation += 1;
      unknownUntilMs.clear();
      warm.clear();
      namesOfId.clear();
    },
  };
}
