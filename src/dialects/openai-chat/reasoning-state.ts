import type { Signature } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/**
 * OpenAI's schema has no reasoning, so every compatible server has its own way to get it back: DeepSeek,
 * Qwen and Kimi the text in `reasoning_content`, others in `reasoning`, OpenRouter its `reasoning_details`
 * as they were (openrouter.ai/docs/use-cases/reasoning-tokens). Which way it was is the state we hang on a
 * part, in place of the signature that such servers do not make.
 */
export type ReasoningState =
  | { readonly type: 'field'; readonly field: ReasoningField }
  | { readonly type: 'details'; readonly details: readonly JsonObject[] };

/** The members in which servers write plain reasoning, in the order they are looked for. */
export const REASONING_FIELDS = ['reasoning_content', 'reasoning'] as const;
export type ReasoningField = (typeof REASONING_FIELDS)[number];

const DIALECT = 'openai-chat';

/** The state as it hangs on a part. */
export function signatureOf(state: ReasoningState): Signature {
  return { dialect: DIALECT, value: state.type === 'field' ? state.field : JSON.stringify(state.details) };
}

/** The state that hangs on a part; null when there is none, or another dialect made it. */
export function stateOf(signature: Signature | null): ReasoningState | null {
  if (signature?.dialect !== DIALECT) {
    return null;
  }
  const field = REASONING_FIELDS.find((name) => name === signature.value);
  if (field !== undefined) {
    return { type: 'field', field };
  }
  const details = parseDetails(signature.value);
  return details === null ? null : { type: 'details', details };
}

/** A client may have damaged what it gives back; then there is no state. */
function parseDetails(text: string): readonly JsonObject[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isJsonObject) : null;
  } catch {
    return null;
  }
}
