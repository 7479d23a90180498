import type { TokenLogprob } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** The `logprobsResult` of a candidate (js-genai, `LogprobsResult`); empty when there is none. */
export function logprobsOf(candidate: JsonObject): readonly TokenLogprob[] {
  const result = candidate.logprobsResult;
  if (!isJsonObject(result)) {
    return [];
  }
  const steps = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  return tokensIn(result.chosenCandidates).map((chosen, index) => {
    const step: unknown = steps[index];
    return { ...chosen, top: isJsonObject(step) ? tokensIn(step.candidates) : [] };
  });
}

/** Tokens as `logprobsResult`. */
export function logprobsWords(tokens: readonly TokenLogprob[]): JsonObject {
  const words = (token: Omit<TokenLogprob, 'top'>) => ({ token: token.token, logProbability: token.logprob });
  return {
    logprobsResult: {
      chosenCandidates: tokens.map(words),
      topCandidates: tokens.map(({ top }) => ({ candidates: top.map(words) })),
    },
  };
}

/** A logarithm of zero, which is certainty, is left out of the JSON. */
function tokensIn(list: unknown): readonly Omit<TokenLogprob, 'top'>[] {
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((entry) => ({
    token: typeof entry.token === 'string' ? entry.token : '',
    logprob: typeof entry.logProbability === 'number' ? entry.logProbability : 0,
  }));
}
