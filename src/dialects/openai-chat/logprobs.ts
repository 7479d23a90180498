import type { TokenLogprob } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readLogprobs, writeLogprobs } from '../openai-logprobs.ts';

/** Reads `logprobs` of a choice (openai-node, `ChatCompletion.Choice.Logprobs`): of its text or its refusal. */
export function readChoiceLogprobs(value: unknown): readonly TokenLogprob[] {
  const logprobs = isJsonObject(value) ? value : {};
  return [...readLogprobs(logprobs.content), ...readLogprobs(logprobs.refusal)];
}

/** Writes `logprobs` of a choice. */
export function writeChoiceLogprobs(tokens: readonly TokenLogprob[]): JsonObject {
  return { content: writeLogprobs(tokens), refusal: null };
}
