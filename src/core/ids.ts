import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** What an id names; the prefix is part of the id and of its type. */
export type IdPrefix =
  | 'alr'
  | 'aud'
  | 'auth'
  | 'bat'
  | 'chan'
  | 'code'
  | 'file'
  | 'grp'
  | 'ibg'
  | 'inv'
  | 'key'
  | 'led'
  | 'mem'
  | 'mk'
  | 'msg'
  | 'org'
  | 'pay'
  | 'pk'
  | 'price'
  | 'proj'
  | 'req'
  | 'run'
  | 'sess'
  | 'task'
  | 'usr'
  | 'whd'
  | 'whk';

/** An id that says what it names: `key_…`, `org_…`. */
export type Id<P extends IdPrefix> = `${P}_${string}`;

/** The one source of new ids, so that tests can count instead of draw. */
export interface Ids {
  /** A new id, unique and, among ids of one prefix, sorting after those that were made before. */
  next<P extends IdPrefix>(prefix: P): Id<P>;
}

const DIGITS = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz', 'latin1');
/** Where the parts of an id stand. The longest prefix and its underscore end before the time. */
const TIME_AT = 8;
const RANDOM_AT = TIME_AT + 10;
const COUNT_AT = RANDOM_AT + 12;
const END = COUNT_AT + 4;
const COUNTS = 32 ** (END - COUNT_AT);

/**
 * Ids of 26 characters after the prefix, in Crockford's base 32: 48 bits of time, 60 random bits that are
 * drawn for each millisecond, and 20 that count within it. So ids sort in the order they were made in, and
 * rows that are added in the order of their keys cost a database the least. They are made as bytes, because
 * text that is put together stays a tree of its pieces, which `JSON.stringify` takes twice as long for.
 */
export function createIds(clock: Clock): Ids {
  const text = Buffer.alloc(END);
  const drawRandom = createRandomDigits();
  let timeMs = -1;
  let count = 0;
  return {
    next<P extends IdPrefix>(prefix: P) {
      const nowMs = clock.nowMs();
      if (nowMs !== timeMs || count === COUNTS) {
        timeMs = nowMs;
        count = 0;
        writeNumber(text, TIME_AT, RANDOM_AT, nowMs);
        drawRandom(text);
      }
      writeNumber(text, COUNT_AT, END, count);
      count += 1;
      const start = TIME_AT - prefix.length - 1;
      text.write(`${prefix}_`, start, 'latin1');
      return text.toString('latin1', start) as Id<P>;
    },
  };
}

/**
 * A text that sorts before every id of a prefix that is made at a moment or later, and after all that were
 * made before: so a span of time is a span of an index.
 */
export function earliestId(prefix: IdPrefix, atMs: number): string {
  const digits = Buffer.alloc(RANDOM_AT - TIME_AT);
  writeNumber(digits, 0, digits.length, Math.max(0, atMs));
  return `${prefix}_${digits.toString('latin1')}`;
}

function writeNumber(text: Buffer, start: number, end: number, value: number): void {
  let rest = value;
  for (let at = end - 1; at >= start; at -= 1) {
    text[at] = DIGITS[rest % 32] ?? 0;
    rest = Math.floor(rest / 32);
  }
}

/** Writes the random digits. They are drawn in blocks, because a draw for each id is a system call. */
function createRandomDigits(): (text: Buffer) => void {
  const pool = new Uint8Array((COUNT_AT - RANDOM_AT) * 256);
  let used = pool.length;
  return (text) => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    for (let at = RANDOM_AT; at < COUNT_AT; at += 1) {
      text[at] = DIGITS[(pool[used] ?? 0) % 32] ?? 0;
      used += 1;
    }
  };
}

/** Whether `value` is an id of the given prefix; the one check wherever ids come from outside. */
export function isId<P extends IdPrefix>(prefix: P, value: string): value is Id<P> {
  return value.startsWith(`${prefix}_`) && /^[0-9a-z]{1,40}$/.test(value.slice(prefix.length + 1));
}
