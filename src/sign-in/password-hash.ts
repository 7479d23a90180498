import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** The shortest password that is taken, in characters. */
export const SHORTEST_PASSWORD = 10;
/** The longest, in characters. */
export const LONGEST_PASSWORD = 256;

/** Hashes of passwords, as they are stored. */
export interface PasswordHashing {
  /** The hash of a password in PHC format, with a salt of its own. */
  hash(password: string): Promise<string>;
  /** Whether a password has this hash; false for what is no hash of ours. Takes the same time either way. */
  verify(hash: string, password: string): Promise<boolean>;
}

/** What a hash costs: memory in KiB, passes over it, lanes. */
interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/**
 * What the OWASP Password Storage Cheat Sheet asks of argon2id at least (19 MiB, two passes, one lane):
 * about 25 ms of one core.
 */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** The pool of threads has four, and the journal needs one to reach the disk. */
const MOST_AT_ONCE = 2;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const derive = promisify(argon2);

/** Argon2id on the threads of the process, a few at a time. */
export function createPasswordHashing(): PasswordHashing {
  const takeTurn = createTurns(MOST_AT_ONCE);
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const tag = await takeTurn(() => derive('argon2id', parametersOf(password, salt, COST, TAG_BYTES)));
      return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`;
    },
    async verify(hash, password) {
      const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(hash) ?? [];
      const expected = Buffer.from(tag, 'base64');
      if (expected.length === 0) {
        return false;
      }
      const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
      const parameters = parametersOf(password, Buffer.from(salt, 'base64'), cost, expected.length);
      return timingSafeEqual(await takeTurn(() => derive('argon2id', parameters)), expected);
    },
  };
}

/** One person types `é` as one character, the next as two; both mean the same password (NFKC). */
function parametersOf(password: string, nonce: Buffer, cost: Cost, tagLength: number): Argon2Parameters {
  return { ...cost, message: Buffer.from(password.normalize('NFKC')), nonce, tagLength };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Runs work in the order it came, so much of it at once. */
function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      // Whoever ends hands its place on, so that nobody who comes meanwhile gets in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        running -= 1;
      } else {
        next();
      }
    }
  };
}
