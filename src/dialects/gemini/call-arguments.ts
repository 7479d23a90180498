import type { ToolCallPart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { toFunctionInput } from '../translation/custom-tools.ts';

/** The input of a call as `args`, which must be an object: what is none stands in one. */
export function argumentsOf({ kind, input }: Pick<ToolCallPart, 'kind' | 'input'>): JsonObject {
  if (kind === 'function' && input.trim() === '') {
    return {};
  }
  const parsed = kind === 'function' ? parseLoosely(input) : null;
  return isJsonObject(parsed) ? parsed : parseObject(toFunctionInput(input));
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}
