import type { CanonicalRequest, ReasoningWish } from '../../canonical/index.ts';
import type { Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { budgetOf, effortOf } from '../translation/reasoning-effort.ts';
import type { Message } from './blocks.ts';
import type { ModelFamily } from './model-family.ts';

/** The least that may be thought about, and the default limit of an answer (docs.anthropic.com). */
const MIN_BUDGET_TOKENS = 1_024;
/** `max_tokens` where neither the client nor the catalogue names a limit: what every model can write. */
const DEFAULT_MAX_TOKENS = 8_192;

/** How much is thought and written. */
export interface WrittenThinking {
  /** Null leaves it to the model's own default. */
  readonly thinking: JsonObject | null;
  readonly effort: string | null;
  readonly maxTokens: number;
  readonly isDropped: boolean;
}

type Limits = Pick<WrittenThinking, 'thinking' | 'maxTokens' | 'isDropped'>;

/**
 * Writes the wish to think. Thinking gives way to what it cannot stand beside: a forced call, an answer that
 * is begun, and, where it is asked for by a budget, a turn of calls whose signed thinking is not there
 * (platform.claude.com/docs, "Extended thinking").
 */
export function writeThinking(
  request: CanonicalRequest,
  messages: readonly Message[],
  family: ModelFamily,
  target: Target,
): WrittenThinking {
  const { reasoning } = request;
  const limit = request.maxOutputTokens ?? target.maxOutputTokens;
  const none: Limits = { thinking: null, maxTokens: limit ?? DEFAULT_MAX_TOKENS, isDropped: false };
  if (reasoning === null) {
    return { ...none, effort: null };
  }
  if (family.thinking === 'none') {
    return { ...none, effort: null, isDropped: !isOff(reasoning) };
  }
  if (isOff(reasoning)) {
    return stopped(none, family, false);
  }
  const byBudget =
    family.thinking === 'budget' || (family.thinking === 'both' && reasoning.budgetTokens !== null);
  if (forcesCall(request) || isBegun(messages) || (byBudget && lacksThinking(messages))) {
    return stopped(none, family, true);
  }
  const written = byBudget
    ? withBudget(reasoning, limit, none)
    : { ...none, thinking: { type: 'adaptive', ...display(reasoning) } };
  return written.thinking === null
    ? stopped(none, family, true)
    : { ...written, effort: effortWord(reasoning, family, byBudget) };
}

function isOff({ mode, effort, budgetTokens }: ReasoningWish): boolean {
  return mode === 'off' || effort === 'none' || budgetTokens === 0;
}

/** Some models cannot be kept from thinking; then it shall be little. */
function stopped(none: Limits, family: ModelFamily, isDropped: boolean): WrittenThinking {
  return family.canStopThinking
    ? { ...none, thinking: { type: 'disabled' }, effort: null, isDropped }
    : { ...none, effort: 'low', isDropped: true };
}

function forcesCall({ toolChoice }: CanonicalRequest): boolean {
  return (
    toolChoice?.type === 'required' ||
    toolChoice?.type === 'tool' ||
    (toolChoice?.type === 'allowed' && toolChoice.isRequired)
  );
}

function isBegun(messages: readonly Message[]): boolean {
  return messages.at(-1)?.role === 'assistant';
}

/** Whether the conversation ends in results of calls before which the model's own thinking is missing. */
function lacksThinking(messages: readonly Message[]): boolean {
  const givesResults = messages.at(-1)?.content.some(({ type }) => type === 'tool_result') === true;
  const first = messages.at(-2)?.content[0];
  return givesResults && first?.type !== 'thinking' && first?.type !== 'redacted_thinking';
}

/**
 * A budget is part of `max_tokens` and below it. A limit of the client holds, because its price was set
 * aside: then the budget is what gives way, down to half of the limit.
 */
function withBudget(wish: ReasoningWish, limit: number | null, none: Limits): Limits {
  const wanted = Math.max(MIN_BUDGET_TOKENS, budgetOf(wish) ?? budgetOf({ ...wish, effort: 'medium' }) ?? 0);
  const maxTokens = limit ?? wanted + DEFAULT_MAX_TOKENS;
  const budget = wanted < maxTokens ? wanted : Math.floor(maxTokens / 2);
  if (budget < MIN_BUDGET_TOKENS) {
    return none;
  }
  return {
    thinking: { type: 'enabled', budget_tokens: budget, ...display(wish) },
    maxTokens,
    isDropped: wish.budgetTokens !== null && wish.budgetTokens !== budget,
  };
}

function display({ isShown }: ReasoningWish): JsonObject {
  return isShown === null ? {} : { display: isShown ? 'summarized' : 'omitted' };
}

/** Where the budget says how much is thought, an effort is said only when the client named one. */
function effortWord(wish: ReasoningWish, family: ModelFamily, byBudget: boolean): string | null {
  const effort = byBudget ? wish.effort : effortOf(wish);
  if (!family.takesEffort || effort === null || effort === 'none') {
    return null;
  }
  if (effort === 'minimal') {
    return 'low';
  }
  return effort === 'xhigh' && !family.takesXhigh ? 'high' : effort;
}
