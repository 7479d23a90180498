import type { CallFacts } from './dialect.ts';
import type { InputEstimate } from './input-estimate.ts';

/** The facts of a call whose answer is no text and never streams: vectors, scores. Nothing but input counts. */
export function inputOnlyFacts(model: string, { tokens, tokensCeiling }: InputEstimate): CallFacts {
  return {
    model,
    isStreaming: false,
    maxOutputTokens: 0,
    choices: 1,
    estimatedInputTokens: tokens,
    inputTokensCeiling: tokensCeiling,
    hasUnseenInput: false,
    wantsStreamUsage: false,
  };
}
