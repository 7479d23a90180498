import type { ReasoningEffort, ReasoningWish } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { budgetOf, effortOf } from '../translation/reasoning-effort.ts';
import { isClaude, isGemini3OrLater, isPro, neverThinks } from './model-family.ts';

/** Most tokens of thinking that Gemini 2.5 takes (ai.google.dev/gemini-api/docs/thinking). */
const MAX_BUDGET = 24_576;
const MAX_BUDGET_OF_PRO = 32_768;
/** The least Gemini 2.5 Pro takes, which cannot be kept from thinking. */
const MIN_BUDGET_OF_PRO = 128;

/** How a wish is said to one model. */
export interface ThinkingWords {
  /** Null where nothing need be said. */
  readonly config: JsonObject | null;
  /** False where the model cannot do what was wished. */
  readonly isGranted: boolean;
}

/** A wish in the words of the model: levels from Gemini 3 on, budgets before. */
export function thinkingWords(wish: ReasoningWish, model: string): ThinkingWords {
  if (wish.mode === 'off' || wish.effort === 'none') {
    return leastThinking(model);
  }
  if (neverThinks(model)) {
    return { config: null, isGranted: false };
  }
  const amount = isGemini3OrLater(model)
    ? levelWords(wish, model)
    : { thinkingBudget: budgetFor(wish, model) };
  const shown = wish.isShown === null ? {} : { includeThoughts: wish.isShown };
  const config = { ...shown, ...amount };
  return { config: Object.keys(config).length === 0 ? null : config, isGranted: true };
}

function leastThinking(model: string): ThinkingWords {
  if (neverThinks(model) || isClaude(model)) {
    return { config: null, isGranted: true };
  }
  if (isGemini3OrLater(model)) {
    return { config: { thinkingLevel: levelOf('minimal', model) }, isGranted: false };
  }
  return isPro(model)
    ? { config: { thinkingBudget: MIN_BUDGET_OF_PRO }, isGranted: false }
    : { config: { thinkingBudget: 0 }, isGranted: true };
}

/** A wish that names no amount leaves it to the model. */
function budgetFor(wish: ReasoningWish, model: string): number {
  const budget = budgetOf(wish);
  if (budget === null) {
    return -1;
  }
  const max = isPro(model) ? MAX_BUDGET_OF_PRO : MAX_BUDGET;
  return isClaude(model) ? budget : Math.min(budget, max);
}

function levelWords(wish: ReasoningWish, model: string): JsonObject {
  const effort = effortOf(wish);
  return effort === null ? {} : { thinkingLevel: levelOf(effort, model) };
}

/** `MINIMAL` is for Flash alone, and the first Gemini 3 Pro knows no `MEDIUM`. */
function levelOf(effort: ReasoningEffort, model: string): string {
  switch (effort) {
    case 'none':
    case 'minimal':
      return model.includes('flash') ? 'MINIMAL' : 'LOW';
    case 'low':
      return 'LOW';
    case 'medium':
      return model.includes('gemini-3-pro') ? 'HIGH' : 'MEDIUM';
    default:
      return 'HIGH';
  }
}
