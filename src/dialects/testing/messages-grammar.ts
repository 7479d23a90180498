import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { createBlockCheck } from './messages-blocks.ts';

/** What a client of Messages has in the end. */
export interface MessagesStream {
  readonly ending: 'whole' | 'failed';
  /** The message put together as anthropic-sdk-typescript does it. */
  readonly message: JsonObject;
  readonly events: readonly JsonObject[];
}

const STOP_REASONS = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
];

/**
 * Checks a whole stream as clients of Messages read it (anthropic-sdk-typescript, Claude Code), a little
 * stricter than they do: every event is named by its own type, the message starts once and first, blocks are
 * numbered on from zero and never overlap, what a block is given fits it, calls give JSON, the end comes once
 * with a reason and the whole usage, and nothing follows it or an error.
 * @throws {Error} with a sentence that names the first event at fault.
 */
export function checkMessagesStream(bytes: Buffer | string): MessagesStream {
  const events = eventsOf(bytes.toString());
  const blocks = createBlockCheck();
  let message: JsonObject = {};
  let last = '';
  events.forEach((event, index) => {
    const problem =
      orderProblem(event, last) ?? blocks.problem(event) ?? endProblem(event, blocks.hasCalls());
    if (problem !== null) {
      throw new Error(`event ${index} (${JSON.stringify(event)}) ${problem}`);
    }
    message = put(message, event);
    last = event.type === 'ping' ? last : String(event.type);
  });
  if (last !== 'message_stop' && last !== 'error') {
    throw new Error('the stream ends without message_stop or an error');
  }
  const ending = last === 'error' ? 'failed' : 'whole';
  return { ending, message: { ...message, content: blocks.content() }, events };
}

/** The data of all events. Clients drop events without a name, so there may be none. */
function eventsOf(text: string): readonly JsonObject[] {
  if (text !== '' && !text.endsWith('\n\n')) {
    throw new Error('the last event is not closed by a blank line');
  }
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((event) => !event.startsWith(':'))
    .map((event, index) => {
      const [, name, data] = /^event: (\w+)\ndata: ([^\n]*)$/.exec(event) ?? [];
      const value: unknown = data === undefined ? null : JSON.parse(data);
      if (!isJsonObject(value) || value.type !== name) {
        throw new Error(`event ${index} is not named by its own type: ${event.slice(0, 80)}`);
      }
      return value;
    });
}

function orderProblem({ type, message }: JsonObject, last: string): string | null {
  if (last === 'message_stop' || last === 'error') {
    return 'follows the end';
  }
  if (type === 'ping' || type === 'error') {
    return null;
  }
  if ((type === 'message_start') !== (last === '')) {
    return last === '' ? 'comes before message_start' : 'is a second message_start';
  }
  if (type === 'message_start') {
    return messageProblem(message);
  }
  if ((type === 'message_stop') !== (last === 'message_delta')) {
    return type === 'message_stop' ? 'comes without message_delta before it' : 'follows message_delta';
  }
  return null;
}

function messageProblem(message: unknown): string | null {
  if (!isJsonObject(message) || message.type !== 'message' || message.role !== 'assistant') {
    return 'has no message of the assistant';
  }
  if (typeof message.id !== 'string' || !message.id.startsWith('msg_') || typeof message.model !== 'string') {
    return 'has no id or no model';
  }
  if (!Array.isArray(message.content) || message.content.length > 0 || message.stop_reason !== null) {
    return 'has content or a reason to stop at its start';
  }
  return usageProblem(message.usage, ['input_tokens', 'output_tokens']);
}

function endProblem({ type, delta, usage, error }: JsonObject, hasCalls: boolean): string | null {
  if (type === 'error') {
    return isJsonObject(error) && typeof error.type === 'string' && typeof error.message === 'string'
      ? null
      : 'has no type or no message';
  }
  if (type !== 'message_delta') {
    return null;
  }
  if (!isJsonObject(delta) || !STOP_REASONS.includes(String(delta.stop_reason))) {
    return 'has no reason to stop that clients know';
  }
  if (delta.stop_reason === 'tool_use' && !hasCalls) {
    return 'stops for a call, and there is none';
  }
  if (hasCalls && delta.stop_reason === 'end_turn') {
    return 'ends the turn in spite of a call';
  }
  return usageProblem(usage, ['output_tokens']);
}

function usageProblem(usage: unknown, members: readonly string[]): string | null {
  const isCounted =
    isJsonObject(usage) &&
    members.every((member) => Number.isSafeInteger(usage[member]) && Number(usage[member]) >= 0);
  return isCounted ? null : `has no usage with ${members.join(' and ')}`;
}

/** `message_delta` overwrites what it names and adds nothing. */
function put(message: JsonObject, event: JsonObject): JsonObject {
  if (event.type === 'message_start' && isJsonObject(event.message)) {
    return event.message;
  }
  if (event.type !== 'message_delta' || !isJsonObject(event.delta) || !isJsonObject(event.usage)) {
    return message;
  }
  const before = isJsonObject(message.usage) ? message.usage : {};
  return { ...message, ...event.delta, usage: { ...before, ...event.usage } };
}
