import type { Platform } from '../dialect.ts';

/** Addresses that leave a caller the channels of one platform alone, whatever else the key's group holds. */
export interface ForcedPool {
  readonly platform: Platform;
  /** What the addresses begin with; behind it they are those of other platforms. */
  readonly prefix: string;
  /** Which of those there are. */
  has(path: string): boolean;
}

const PATHS =
  /^\/(?:models|v1\/(?:messages(?:\/count_tokens)?|models(?:\/.+)?|usage)|v1beta\/models(?:\/.+)?)$/;

/** The pool that dedicated prefixes force: the channels of Antigravity. */
export const antigravityPool: ForcedPool = {
  platform: 'antigravity',
  prefix: '/antigravity',
  has: (path) => PATHS.test(path),
};
