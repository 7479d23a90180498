import type { AssistantPart, ToolCallPart, ToolResultPart, Turn, UserPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { boundedId, DIALECT } from './tool-names.ts';
import { writeInputPart } from './write-content.ts';

/** A conversation as OpenAI takes it. */
export interface WrittenInput {
  /** The first system turn; null where the conversation begins without one. */
  readonly instructions: string | null;
  readonly input: readonly JsonObject[];
}

/**
 * Turns as items (openai-node, `ResponseInputItem`).
 * @throws {CannotCarryError} for sounds, pictures in answers, and what only another dialect can read.
 */
export function writeInput(turns: readonly Turn[]): WrittenInput {
  const [first, ...others] = turns;
  const isSetUp = first?.role === 'system';
  const customCalls = new Set(turns.flatMap(customCallIds));
  return {
    instructions: isSetUp ? first.parts.map(({ text }) => text).join('\n\n') : null,
    input: (isSetUp ? others : turns).flatMap((turn) => writeTurn(turn, customCalls)),
  };
}

function customCallIds(turn: Turn): readonly string[] {
  return turn.parts.flatMap((part) => (part.type === 'tool-call' && part.kind === 'custom' ? [part.id] : []));
}

function writeTurn(turn: Turn, customCalls: ReadonlySet<string>): readonly JsonObject[] {
  const items: JsonObject[] = [];
  let content: JsonObject[] = [];
  const role = turn.role === 'system' ? 'developer' : turn.role;
  for (const part of turn.parts) {
    const written = turn.role === 'assistant' ? asAnswerContent(part) : asInputContent(part);
    if (written === null) {
      content = endMessage(items, role, content);
      items.push(...writeItem(part, customCalls));
    } else {
      content.push(written);
    }
  }
  endMessage(items, role, content);
  return items;
}

type AnyPart = AssistantPart | UserPart;

function endMessage(items: JsonObject[], role: string, content: readonly JsonObject[]): JsonObject[] {
  if (content.length > 0) {
    items.push({ type: 'message', role, content });
  }
  return [];
}

/** A part of a message of the user; null for what is an item of its own. */
function asInputContent(part: AnyPart): JsonObject | null {
  return part.type === 'text' || part.type === 'image' || part.type === 'document'
    ? writeInputPart(part)
    : null;
}

/** A part of a message of the model; null for what is an item of its own. */
function asAnswerContent(part: AnyPart): JsonObject | null {
  switch (part.type) {
    case 'text':
      return { type: 'output_text', text: part.text };
    case 'refusal':
      return { type: 'refusal', refusal: part.text };
    default:
      return null;
  }
}

function writeItem(part: AnyPart, customCalls: ReadonlySet<string>): readonly JsonObject[] {
  switch (part.type) {
    case 'reasoning':
      return part.signature?.dialect === DIALECT ? [writeReasoning(part.text, part.signature.value)] : [];
    case 'tool-call':
      return [writeCall(part)];
    case 'tool-result':
      return [writeResult(part, customCalls.has(part.callId))];
    case 'audio':
      throw new CannotCarryError({ at: part.at }, 'is a sound, which this model cannot take');
    case 'image':
      throw new CannotCarryError({ at: part.at }, 'is a picture in an answer, which this model cannot take');
    default:
      throw new CannotCarryError(
        { at: part.at },
        `is of the type ${part.type}, which this model cannot take`,
      );
  }
}

/** What OpenAI needs back of its thinking; without a state of its own it refuses the item. */
function writeReasoning(text: string, encrypted: string): JsonObject {
  const summary = text === '' ? [] : [{ type: 'summary_text', text }];
  return { type: 'reasoning', summary, encrypted_content: encrypted };
}

function writeCall({ kind, id, name, input }: ToolCallPart): JsonObject {
  const call_id = boundedId(id);
  return kind === 'custom'
    ? { type: 'custom_tool_call', call_id, name, input }
    : { type: 'function_call', call_id, name, arguments: input };
}

function writeResult({ callId, content, isError }: ToolResultPart, isCustom: boolean): JsonObject {
  const [only] = content;
  const output = content.length === 1 && only?.type === 'text' ? only.text : content.map(writeInputPart);
  return {
    type: isCustom ? 'custom_tool_call_output' : 'function_call_output',
    call_id: boundedId(callId),
    // There is no flag for failure: the text says it, and where there is none, this one does.
    output: content.length > 0 ? output : isError ? 'The tool failed.' : '',
  };
}
