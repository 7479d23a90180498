import type { ToolResultPart, Turn, UserPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { type Fields, requireText, takeList, takeText } from '../fields.ts';
import { readAssistant } from './read-assistant.ts';
import { readContent } from './read-content.ts';

/** The conversation while it is read. */
interface Reading {
  readonly turns: Turn[];
  readonly dropped: string[];
  /** Whether the last message was the result of a tool: what a user says next belongs to that turn. */
  afterResult: boolean;
  /** The id given to the last `function_call`, which has none of its own. */
  legacyId: string;
}

/**
 * Reads `messages`. Results of tools are messages of their own here; neighbours become one turn of the
 * user, together with what the user says right after them.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what the middle has no
 *   word for and which changes the meaning.
 */
export function readMessages(body: Fields, dropped: string[]): readonly Turn[] {
  const reading: Reading = { turns: [], dropped, afterResult: false, legacyId: '' };
  takeList(body, 'messages').forEach((message, index) => {
    readMessage(message, index, reading);
    dropped.push(...message.untaken());
  });
  return reading.turns;
}

function readMessage(message: Fields, index: number, reading: Reading): void {
  const { turns, dropped } = reading;
  const role = requireText(message, 'role');
  switch (role) {
    case 'system':
    case 'developer':
      turns.push({ role: 'system', parts: readContent(message, ['text'], dropped) });
      break;
    case 'user':
      addUser(readContent(message, ['text', 'image', 'document', 'audio'], dropped), reading);
      break;
    case 'assistant':
      reading.legacyId = `function_call_${index}`;
      turns.push({ role, parts: readAssistant(message, reading.legacyId, dropped) });
      break;
    case 'tool':
      addUser([readResult(message, requireText(message, 'tool_call_id'), dropped)], reading);
      break;
    case 'function':
      addUser([readResult(message, reading.legacyId, dropped)], reading);
      break;
    default:
      throw invalidField(
        message.pathOf('role'),
        'must be system, developer, user, assistant, tool or function',
      );
  }
  reading.afterResult = role === 'tool' || role === 'function';
}

function addUser(parts: readonly UserPart[], { turns, afterResult }: Reading): void {
  const last = turns.at(-1);
  if (afterResult && last?.role === 'user') {
    turns[turns.length - 1] = { role: 'user', parts: [...last.parts, ...parts] };
  } else {
    turns.push({ role: 'user', parts });
  }
}

function readResult(message: Fields, callId: string, dropped: string[]): ToolResultPart {
  return {
    type: 'tool-result',
    at: message.path,
    callId,
    name: takeText(message, 'name'),
    content: readContent(message, ['text', 'image', 'document'], dropped),
    isError: false,
    cacheMark: null,
  };
}
