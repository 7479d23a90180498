import type {
  AssistantPart,
  TextPart,
  ToolDefinition,
  ToolResultPart,
  Turn,
  UserPart,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { type Fields, fieldsOf, requireText, takeText } from '../fields.ts';
import { readAnswerItem } from './read-answer-item.ts';
import { type ContentPart, readContent, textPart } from './read-content.ts';
import { readTools } from './read-tools.ts';
import { flatName } from './tool-names.ts';

/** What the input of a request says. */
export interface Conversation {
  readonly turns: readonly Turn[];
  /** Tools that became known in the course of it. */
  readonly tools: readonly ToolDefinition[];
  readonly dropped: readonly string[];
}

/** A conversation while it is read. */
interface Reading {
  readonly turns: Turn[];
  readonly tools: ToolDefinition[];
  readonly dropped: Set<string>;
}

/**
 * Items that only OpenAI's models can read, and without which the conversation lacks what was said: they
 * stand for all that came before them, or for something that is stored elsewhere.
 */
const UNREADABLE: Readonly<Record<string, string>> = {
  compaction: 'is a compacted conversation, which only the model that made it can read',
  compaction_summary: 'is a compacted conversation, which only the model that made it can read',
  context_compaction: 'is a compacted conversation, which only the model that made it can read',
  compaction_trigger: 'asks for a compaction, which this model cannot make',
  item_reference: 'refers to a stored item; send the item itself',
};

/** Items that say what a tool gave. */
const RESULTS: ReadonlySet<string> = new Set([
  'function_call_output',
  'custom_tool_call_output',
  'local_shell_call_output',
  'tool_search_output',
]);

/** Searches of OpenAI's own leave nothing in their items that another model needs: what came of them is said. */
const LEFT_OUT: ReadonlySet<string> = new Set(['web_search_call', 'tool_search_call']);

/**
 * The turns of `input`, a text or a list of items (openai-node, `ResponseInputItem`).
 * @throws {Refusal} `invalid_request` for a malformed item; {CannotCarryError} for one no other model can read.
 */
export function readInput(body: JsonObject): Conversation {
  const { input } = body;
  const reading: Reading = { turns: [], tools: [], dropped: new Set() };
  if (typeof input === 'string') {
    reading.turns.push({ role: 'user', parts: [textPart('input', input)] });
  } else {
    (Array.isArray(input) ? input : []).forEach((item, index) => {
      readItem(item, `input[${index}]`, reading);
    });
  }
  return { ...reading, dropped: [...reading.dropped] };
}

function readItem(raw: unknown, path: string, reading: Reading): void {
  if (!isJsonObject(raw)) {
    throw invalidField(path, 'must be an object');
  }
  const item = fieldsOf(raw, path);
  const type = takeText(item, 'type') ?? (raw.role === undefined ? 'item_reference' : 'message');
  const unreadable = UNREADABLE[type];
  if (unreadable !== undefined) {
    throw new CannotCarryError({ at: path }, unreadable);
  }
  if (type === 'message' && takeText(item, 'role') !== 'assistant') {
    readMessage(item, reading);
  } else if (type === 'additional_tools') {
    reading.tools.push(...readTools(item));
  } else if (RESULTS.has(type)) {
    readResult(type, item, reading);
  } else {
    readSaid(type, item, raw, reading);
  }
}

/** A message of the user, or of those who set the model up. */
function readMessage(item: Fields, { turns }: Reading): void {
  const role = requireText(item, 'role');
  const content = readContent(item, 'content');
  if (role === 'system' || role === 'developer') {
    turns.push({ role: 'system', parts: content.map(asSystemText) });
  } else if (role === 'user') {
    turns.push({ role: 'user', parts: content.map(asUserPart) });
  } else {
    throw invalidField(item.pathOf('role'), 'must be user, assistant, system or developer');
  }
}

function asSystemText(part: ContentPart): TextPart {
  if (part.type !== 'text') {
    throw new CannotCarryError({ at: part.at }, 'is no text, which is all that instructions can be made of');
  }
  return part;
}

function asUserPart(part: ContentPart): UserPart {
  if (part.type === 'refusal') {
    throw invalidField(part.at, 'is a refusal, which only the model can say');
  }
  return part;
}

/** An item that the model made. Items of one step are one turn. */
function readSaid(type: string, item: Fields, raw: JsonObject, reading: Reading): void {
  const parts = readAnswerItem(type, item, raw);
  if (parts !== null) {
    addParts(reading.turns, parts);
  } else if (LEFT_OUT.has(type)) {
    reading.dropped.add(`input.${type}`);
  } else {
    throw new CannotCarryError({ at: item.path }, `is of the type ${type}, which this model cannot take`);
  }
}

function addParts(turns: Turn[], parts: readonly AssistantPart[]): void {
  const last = turns.at(-1);
  if (last?.role === 'assistant') {
    turns[turns.length - 1] = { role: 'assistant', parts: [...last.parts, ...parts] };
  } else if (parts.length > 0) {
    turns.push({ role: 'assistant', parts });
  }
}

/** What a tool gave. Results of one step are one turn. */
function readResult(type: string, item: Fields, { turns, tools }: Reading): void {
  const content = type === 'tool_search_output' ? readFoundTools(item, tools) : readOutput(item);
  if (takeText(item, 'execution') === 'server') {
    return;
  }
  const result: ToolResultPart = {
    type: 'tool-result',
    at: item.path,
    callId: takeText(item, 'call_id') ?? requireText(item, 'id'),
    name: nameOfTool(item),
    content,
    isError: false,
    cacheMark: null,
  };
  const last = turns.at(-1);
  if (last?.role === 'user' && last.parts.at(-1)?.type === 'tool-result') {
    turns[turns.length - 1] = { role: 'user', parts: [...last.parts, result] };
  } else {
    turns.push({ role: 'user', parts: [result] });
  }
}

function nameOfTool(item: Fields): string | null {
  const name = takeText(item, 'name');
  return name === null ? null : flatName(takeText(item, 'namespace'), name);
}

/** A text, a list of parts, or an object as early versions of Codex send it when a tool failed. */
function readOutput(item: Fields): ToolResultPart['content'] {
  const output = item.take('output');
  if (isJsonObject(output)) {
    return [textPart(item.pathOf('output'), JSON.stringify(output))];
  }
  return readContent(item, 'output').map((part) => {
    if (part.type === 'audio' || part.type === 'refusal') {
      throw new CannotCarryError({ at: part.at }, 'cannot be in the result of a tool');
    }
    return part;
  });
}

/** The tools that a search found are offered from here on; the model reads their names. */
function readFoundTools(item: Fields, tools: ToolDefinition[]): ToolResultPart['content'] {
  const found = readTools(item);
  tools.push(...found);
  const names = found.map(({ name }) => name).join(', ');
  return [textPart(item.path, names === '' ? 'No tools were found.' : `These tools are ready: ${names}`)];
}
