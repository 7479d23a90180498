import type { ReasoningEffort, ReasoningWish } from '../../canonical/index.ts';

/**
 * How many tokens an effort is worth where a dialect counts, and how much effort a budget is where a
 * dialect names one. One table, so that a wish survives the way there and back.
 */
const BUDGET_BY_EFFORT: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 1_024,
  low: 4_096,
  medium: 12_288,
  high: 24_576,
  xhigh: 32_768,
  max: 65_536,
};

/** The budget of a wish in tokens; null where it names neither a budget nor an effort. */
export function budgetOf({ budgetTokens, effort }: ReasoningWish): number | null {
  return budgetTokens ?? (effort === null ? null : BUDGET_BY_EFFORT[effort]);
}

/** The effort of a wish: its own, or the least whose budget is enough; null where it names neither. */
export function effortOf({ budgetTokens, effort }: ReasoningWish): ReasoningEffort | null {
  if (effort !== null || budgetTokens === null) {
    return effort;
  }
  const steps = Object.entries(BUDGET_BY_EFFORT) as [ReasoningEffort, number][];
  return steps.find(([, budget]) => budgetTokens <= budget)?.[0] ?? 'max';
}
