import type { AssistantPart, Signature, ToolCallPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { toFunctionInput } from '../translation/custom-tools.ts';
import { stateOf } from './reasoning-state.ts';

/**
 * Writes what the model said before: one message, none where nothing of it can be said. `isCurrent` tells
 * whether the turn still goes on, from one call of tools to the next.
 * @throws {CannotCarryError} for pictures, sounds and what another vendor's tools left.
 */
export function writeAssistant(parts: readonly AssistantPart[], isCurrent: boolean): readonly JsonObject[] {
  refuseUncarried(parts);
  const text = joinSaid(parts, 'text');
  const refusal = joinSaid(parts, 'refusal');
  const calls = parts.filter((part) => part.type === 'tool-call');
  if (text === '' && refusal === '' && calls.length === 0) {
    return [];
  }
  const message = {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(refusal === '' ? {} : { refusal }),
    ...writeReasoning(parts, isCurrent && calls.length > 0),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(writeCall) }),
  };
  return [message];
}

function refuseUncarried(parts: readonly AssistantPart[]): void {
  const found = parts.find(({ type }) => type === 'image' || type === 'audio' || type === 'vendor');
  if (found !== undefined) {
    const what = found.type === 'vendor' ? found.name : 'a picture or sound by the model';
    throw new CannotCarryError(found, `is ${what}, which this model cannot be given back`);
  }
}

function joinSaid(parts: readonly AssistantPart[], type: 'text' | 'refusal'): string {
  return parts.map((part) => (part.type === type && 'text' in part ? part.text : '')).join('');
}

/**
 * Thinking goes back to servers of this dialect alone, in the way it came. Plain text of it goes back only
 * while its turn of calls goes on: DeepSeek and Kimi want it there and nowhere else
 * (api-docs.deepseek.com/guides/thinking_mode).
 */
function writeReasoning(parts: readonly AssistantPart[], wantsPlain: boolean): JsonObject {
  const details: JsonObject[] = [];
  const plain: Record<string, string> = {};
  for (const part of parts) {
    const state = stateOf(signatureOn(part));
    if (state?.type === 'details') {
      details.push(...state.details);
    } else if (state?.type === 'field' && part.type === 'reasoning' && wantsPlain) {
      plain[state.field] = (plain[state.field] ?? '') + part.text;
    }
  }
  return { ...plain, ...(details.length === 0 ? {} : { reasoning_details: details }) };
}

function signatureOn(part: AssistantPart): Signature | null {
  return 'signature' in part ? part.signature : null;
}

function writeCall({ id, name, kind, input }: ToolCallPart): JsonObject {
  const text = kind === 'custom' ? toFunctionInput(input) : input;
  return { id, type: 'function', function: { name, arguments: text } };
}
