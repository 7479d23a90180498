import type { Clock } from '../core/clock.ts';
import type { Bound } from './road.ts';

/** A session that keeps to one account, so that what its provider has cached of it is found again. */
export interface Binding extends Bound {
  /** Whose session it is; two organizations never share one. */
  readonly organizationId: string;
  readonly model: string;
  /** On the wall clock. */
  readonly usedAtMs: number;
}

/** Which account each session keeps to. */
export interface Affinity {
  /** What a session is bound to; null when it is not, or was not used for an hour. */
  find(key: string): Bound | null;
  /** The session was served there. */
  bind(key: string, binding: Omit<Binding, 'usedAtMs'>): void;
  /** The session gives its account up. */
  unbind(key: string): void;
  /** The last `limit` bindings used, of one channel or of all. */
  list(limit: number, channelId: string | null): readonly Binding[];
  /** Ends the bindings of one channel, or all; returns how many there were. */
  clear(channelId: string | null): number;
}

/** Providers drop what they cached within the hour. */
const LIVES_MS = 3_600_000;
const MOST_BINDINGS = 100_000;

/** Bindings in memory. They are an advantage, no promise: those that were not used longest go first. */
export function createAffinity({ clock }: { readonly clock: Clock }, most = MOST_BINDINGS): Affinity {
  /** In the order of their last use. */
  const bindings = new Map<string, Binding>();

  return {
    find(key) {
      const found = bindings.get(key);
      if (found === undefined) {
        return null;
      }
      if (clock.nowMs() - found.usedAtMs > LIVES_MS) {
        bindings.delete(key);
        return null;
      }
      return found;
    },
    bind(key, binding) {
      bindings.delete(key);
      bindings.set(key, { ...binding, usedAtMs: clock.nowMs() });
      for (const oldest of bindings.keys()) {
        if (bindings.size <= most) {
          break;
        }
        bindings.delete(oldest);
      }
    },
    unbind: (key) => void bindings.delete(key),
    list(limit, channelId) {
      const all = [...bindings.values()].filter(
        (binding) => channelId === null || binding.channelId === channelId,
      );
      return all.slice(-limit).reverse();
    },
    clear(channelId) {
      const before = bindings.size;
      for (const [key, binding] of bindings) {
        if (channelId === null || binding.channelId === channelId) {
          bindings.delete(key);
        }
      }
      return before - bindings.size;
    },
  };
}
