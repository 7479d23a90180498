import type { AssistantPart, ToolCallPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, requireText, takeFields, takeList, takeText } from '../fields.ts';
import { readContent, readImage } from './read-content.ts';
import { type ReadDetails, readDetails } from './reasoning-details.ts';
import { REASONING_FIELDS } from './reasoning-state.ts';

/**
 * Reads a message of the model: thinking first, then what it said, then its calls (openai-node,
 * `ChatCompletionAssistantMessageParam`; `images` is OpenRouter's).
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for a sound kept at OpenAI.
 */
export function readAssistant(
  message: Fields,
  legacyId: string,
  dropped: string[],
): readonly AssistantPart[] {
  if (message.take('audio') !== undefined) {
    const at = message.pathOf('audio');
    throw new CannotCarryError({ at }, 'is a sound that is kept at OpenAI, which this model cannot take');
  }
  const calls = [
    ...takeList(message, 'tool_calls').map((call) => readCall(call, dropped)),
    ...readLegacyCall(),
  ];
  const callIds = new Set(calls.map(({ id }) => id));
  const at = message.pathOf('reasoning_details');
  const details = readDetails(message.take('reasoning_details'), at, callIds);
  const refusal = takeText(message, 'refusal') ?? '';
  return [
    ...readReasoning(message, details),
    ...readContent(message, ['text', 'image', 'refusal'], dropped),
    ...takeList(message, 'images').map((image) => readImage(image, null)),
    ...(refusal === '' ? [] : [{ type: 'refusal' as const, at: message.pathOf('refusal'), text: refusal }]),
    ...calls.map((call) => ({ ...call, signature: details.callSignatures.get(call.id) ?? null })),
  ];

  function readLegacyCall(): readonly ToolCallPart[] {
    const call = takeFields(message, 'function_call');
    return call === null ? [] : [functionCall(call, legacyId)];
  }
}

/** Plain reasoning stands for itself where the details say nothing in words. */
function readReasoning(message: Fields, { parts }: ReadDetails): readonly AssistantPart[] {
  const plain = REASONING_FIELDS.map((field) => ({
    at: message.pathOf(field),
    text: takeText(message, field) ?? '',
  }));
  const said = plain.find(({ text }) => text !== '');
  const isSaid = said === undefined || parts.some(({ text }) => text !== '');
  return isSaid
    ? parts
    : [{ type: 'reasoning' as const, ...said, signature: null, isRedacted: false }, ...parts];
}

function readCall(call: Fields, dropped: string[]): ToolCallPart {
  const read = readKnownCall(call);
  dropped.push(...call.untaken().filter((path) => !path.endsWith('.index')));
  return read;
}

function readKnownCall(call: Fields): ToolCallPart {
  const id = requireText(call, 'id');
  const type = takeText(call, 'type') ?? 'function';
  if (type !== 'function' && type !== 'custom') {
    throw new CannotCarryError({ at: call.path }, `is of the type "${type}", which this model cannot take`);
  }
  const body = takeFields(call, type);
  if (body === null) {
    throw invalidField(call.pathOf(type), 'must be an object');
  }
  return type === 'function' ? functionCall(body, id, call.path) : customCall(body, id, call.path);
}

function functionCall(body: Fields, id: string, at = body.path): ToolCallPart {
  const input = takeText(body, 'arguments')?.trim() || '{}';
  return {
    type: 'tool-call',
    at,
    id,
    name: requireText(body, 'name'),
    kind: 'function',
    input,
    signature: null,
  };
}

function customCall(body: Fields, id: string, at: string): ToolCallPart {
  const input = takeText(body, 'input') ?? '';
  return {
    type: 'tool-call',
    at,
    id,
    name: requireText(body, 'name'),
    kind: 'custom',
    input,
    signature: null,
  };
}
