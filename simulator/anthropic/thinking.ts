import { asList, asNumber, asObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import { isSignedBy, sign } from '../signature.ts';

/** How a request wants to see thinking. */
export type Thinking = { readonly tokens: number; readonly isOmitted: boolean };

/** Tokens of thinking that the simulator does when asked, within the budget of the request. */
const THINKING_TOKENS = 32;

/** Reads `thinking`. Throws `Refusal` 400 for a budget that Anthropic refuses. */
export function readThinking(value: unknown, maxTokens: number): Thinking {
  const thinking = asObject(value);
  const isOmitted = thinking?.display === 'omitted';
  if (thinking?.type === 'adaptive') return { tokens: THINKING_TOKENS, isOmitted };
  if (thinking?.type !== 'enabled') return { tokens: 0, isOmitted };
  const budget = asNumber(thinking.budget_tokens) ?? 0;
  if (budget < 1024) {
    throw new Refusal(400, 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
  }
  if (budget >= maxTokens) {
    throw new Refusal(400, '`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  return { tokens: Math.min(THINKING_TOKENS, budget), isOmitted };
}

/** The signature under a thinking text. */
export function signThinking(thinking: string): string {
  return sign('anthropic thinking', thinking);
}

/** Throws `Refusal` 400 when a message replays thinking whose signature the simulator did not make. */
export function requireOwnThinking(content: unknown, message: number): void {
  for (const [index, entry] of asList(content).entries()) {
    const block = asObject(entry);
    if (block?.type !== 'thinking') continue;
    if (isSignedBy('anthropic thinking', String(block.thinking), block.signature)) continue;
    throw new Refusal(
      400,
      `messages.${message}.content.${index}: Invalid \`signature\` in \`thinking\` block`,
    );
  }
}
