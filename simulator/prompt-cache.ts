import { hash } from 'node:crypto';

/** Prompts of fewer tokens are not cached unless they are marked, as OpenAI and Google document it. */
const AUTOMATIC_CACHE_MIN_TOKENS = 1024;

/** Remembers the beginnings of prompts per credential and model, the way providers cache prompts. */
export type PromptCache = {
  /** True when this beginning was remembered before. */
  has(prefix: string): boolean;
  remember(prefix: string): void;
  clear(): void;
};

/** One step of a prompt: its text and what it counts. */
export type Segment = { readonly text: string; readonly tokens: number };

/** Creates a cache that keeps the newest `capacity` beginnings. Nothing in it expires by time. */
export function createPromptCache(capacity = 20_000): PromptCache {
  const known = new Set<string>();
  return {
    has: (prefix) => known.has(prefix),
    remember(prefix) {
      known.delete(prefix);
      known.add(prefix);
      if (known.size <= capacity) return;
      for (const oldest of known) {
        known.delete(oldest);
        return;
      }
    },
    clear: () => known.clear(),
  };
}

/** The name of each beginning of a prompt, one for every segment. `scope` keeps credentials and models apart. */
export function prefixNames(scope: string, segments: readonly Segment[]): string[] {
  let name = scope;
  return segments.map((segment) => {
    name = hash('sha1', `${name}\n${segment.text}`, 'base64');
    return name;
  });
}

/**
 * Tokens of the longest beginning that this scope sent before, in steps of `stepTokens`, as providers count
 * that cache by themselves. The prompt is remembered for the next time.
 */
export function readAutomatically(
  cache: PromptCache,
  scope: string,
  segments: readonly Segment[],
  stepTokens: number,
): number {
  let total = 0;
  for (const segment of segments) total += segment.tokens;
  if (total < AUTOMATIC_CACHE_MIN_TOKENS) return 0;
  let cached = 0;
  let upTo = 0;
  for (const [index, name] of prefixNames(scope, segments).entries()) {
    upTo += segments[index]?.tokens ?? 0;
    if (cache.has(name)) cached = upTo;
    cache.remember(name);
  }
  return cached < AUTOMATIC_CACHE_MIN_TOKENS ? 0 : cached - (cached % stepTokens);
}
