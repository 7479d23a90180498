import type { JsonObject } from '../json-shape.ts';
import { type PromptCache, prefixNames, type Segment } from '../prompt-cache.ts';
import { noTokens, type Tokens } from '../tokens.ts';

/** A block of the prompt, in the order tools, system, messages, with the cache mark it carries. */
export type PromptBlock = Segment & { readonly mark: '5m' | '1h' | undefined };

/** The mark of a block: `cache_control` with its time to live, five minutes unless it says `1h`. */
export function markOf(block: JsonObject): PromptBlock['mark'] {
  const control = block.cache_control;
  if (typeof control !== 'object' || control === null) return undefined;
  return 'ttl' in control && control.ttl === '1h' ? '1h' : '5m';
}

/**
 * Counts a prompt: what was cached up to a mark before is read, what comes between that and the last mark
 * is written with the kind of the mark it stands under, and the rest is plain input. The marked beginnings
 * are remembered. A beginning is found again even when its own mark has moved on, as Anthropic looks back
 * from each mark.
 */
export function countMarked(cache: PromptCache, scope: string, blocks: readonly PromptBlock[]): Tokens {
  const tokens = noTokens();
  const lastMark = blocks.findLastIndex((block) => block.mark !== undefined);
  const names = lastMark < 0 ? [] : prefixNames(scope, blocks.slice(0, lastMark + 1));
  const readUpTo = names.findLastIndex((name) => cache.has(name));
  let waiting = 0;
  for (const [index, block] of blocks.entries()) {
    if (index <= readUpTo) tokens.cache_read += block.tokens;
    else if (index > lastMark) tokens.input += block.tokens;
    else waiting += block.tokens;
    if (index > lastMark || block.mark === undefined) continue;
    tokens[block.mark === '1h' ? 'cache_write_1h' : 'cache_write_5m'] += waiting;
    waiting = 0;
    cache.remember(names[index] ?? '');
  }
  return tokens;
}
