import type { ToolCallPart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { toFunctionInput } from '../translation/custom-tools.ts';

/**
 * The input of a call as the object the API wants. Free text, and what a model wrote that is no JSON object,
 * stands in one member, so that the conversation can go on with what was really written.
 */
export function callInput({ kind, input }: Pick<ToolCallPart, 'kind' | 'input'>): JsonObject {
  const value = kind === 'custom' ? null : parseLoosely(input);
  return isJsonObject(value) ? value : (JSON.parse(toFunctionInput(input)) as JsonObject);
}

function parseLoosely(input: string): unknown {
  if (input.trim() === '') {
    return {};
  }
  try {
    return JSON.parse(input);
  } catch {
    return null;
  }
}
