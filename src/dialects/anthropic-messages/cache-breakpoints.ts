import type { Marked, Message, TextBlock, ToolBlock } from './blocks.ts';

/** Most marks of one request (platform.claude.com/docs, "Prompt caching"). */
const MAX_MARKS = 4;
/** Asks for caches that live an hour; without it some platforms refuse the time. */
const HOUR_BETA = 'extended-cache-ttl-2025-04-11';

/**
 * Takes off the marks that are too many, so that the last of the prompt stay: they keep the most. The order
 * is the upstream's: tools, system, turns.
 */
export function limitBreakpoints(
  tools: readonly ToolBlock[],
  system: readonly TextBlock[],
  messages: readonly Message[],
): void {
  const marked = allMarked(tools, system, messages);
  for (const block of marked.slice(0, Math.max(0, marked.length - MAX_MARKS))) {
    delete block.cache_control;
  }
}

/** The headers that the marks of a request need. */
export function breakpointHeaders(
  tools: readonly ToolBlock[],
  system: readonly TextBlock[],
  messages: readonly Message[],
): readonly string[] {
  const isLong = allMarked(tools, system, messages).some(({ cache_control }) => cache_control?.ttl === '1h');
  return isLong ? ['anthropic-beta', HOUR_BETA] : [];
}

function allMarked(
  tools: readonly ToolBlock[],
  system: readonly TextBlock[],
  messages: readonly Message[],
): readonly Marked[] {
  const blocks = [...tools, ...system, ...messages.flatMap(({ content }) => content)];
  return blocks.filter((block): block is ToolBlock | TextBlock => 'cache_control' in block);
}
