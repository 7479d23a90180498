import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** What an id names; the prefix is part of the id and of its type. */
export type IdPrefix =
  | 'aud'
  | 'auth'
  | 'chan'
  | 'grp'
  | 'ibg'
  | 'inv'
  | 'key'
  | 'led'
  | 'mem'
  | 'mk'
  | 'org'
  | 'pk'
  | 'proj'
  | 'req'
  | 'sess'
  | 'task'
  | 'usr'
  | 'whk';

/** An id that says what it names: `key_…`, `org_…`. */
export type Id<P extends IdPrefix> = `${P}_${string}`;

/** The one source of new ids, so that tests can count instead of draw. */
export interface Ids {
  /** A new id, unique and, among ids of one prefix, sorting by the millisecond it was made in. */
  next<P extends IdPrefix>(prefix: P): Id<P>;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_BYTES_PER_ID = 16;

/**
 * Ids of 26 characters after the prefix: 48 bits of time, then 80 random bits, in Crockford's base 32.
 * Random bytes are drawn in blocks, because a draw per id is a system call per request.
 */
export function createIds(clock: Clock): Ids {
  const pool = new Uint8Array(RANDOM_BYTES_PER_ID * 256);
  let used = pool.length;
  let timeMs = -1;
  let timePart = '';
  return {
    next(prefix) {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const nowMs = clock.nowMs();
      if (nowMs !== timeMs) {
        timeMs = nowMs;
        timePart = encodeTime(nowMs);
      }
      let text = timePart;
      for (let at = used; at < used + RANDOM_BYTES_PER_ID; at += 1) {
        text += ALPHABET[(pool[at] ?? 0) & 31];
      }
      used += RANDOM_BYTES_PER_ID;
      return `${prefix}_${text}`;
    },
  };
}

function encodeTime(ms: number): string {
  let text = '';
  let rest = ms;
  for (let digit = 0; digit < 10; digit += 1) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** Whether `value` is an id of the given prefix; the one check wherever ids come from outside. */
export function isId<P extends IdPrefix>(prefix: P, value: string): value is Id<P> {
  return value.startsWith(`${prefix}_`) && /^[0-9a-z]{1,40}$/.test(value.slice(prefix.length + 1));
}
