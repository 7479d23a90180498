import type { AssistantPart, CanonicalRequest, CanonicalResponse, Finish } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { cutAtStop } from '../translation/stop-sequences.ts';
import { readWord } from '../usage-counts.ts';
import { readCitations } from './citations.ts';
import { DIALECT } from './dialect-name.ts';
import { plainText } from './read-text.ts';
import { readFinish } from './stop-reasons.ts';
import { blankStops } from './stop-words.ts';
import { clientToolNames } from './tool-names.ts';
import { messagesUsage } from './usage.ts';

/**
 * Reads a complete message.
 * @throws {MalformedAnswerError} when it is none.
 */
export function parseMessagesResponse(answer: JsonObject, request: CanonicalRequest): CanonicalResponse {
  const { content, usage } = answer;
  if (!Array.isArray(content)) {
    throw new MalformedAnswerError('the message has no content');
  }
  const nameOf = clientToolNames(request);
  const parts = content.map((block: unknown) => readPart(block, nameOf));
  const choice = { index: 0, parts, finish: readFinish(answer) ?? usualFinish(parts), logprobs: null };
  return {
    id: readWord(answer, 'id'),
    choices: [cutAtStop(choice, blankStops(request))],
    measured: isJsonObject(usage) ? messagesUsage.measure(usage, null) : null,
  };
}

/** Why an answer ended that does not say it. */
export function usualFinish(parts: readonly { readonly type: string }[]): Finish {
  const reason = parts.some(({ type }) => type === 'tool-call') ? 'tool-calls' : 'stop';
  return { reason, stopSequence: null, explanation: null };
}

function readPart(block: unknown, nameOf: (name: string) => string): AssistantPart {
  if (!isJsonObject(block)) {
    throw new MalformedAnswerError('a block of the message is no object');
  }
  const type = readWord(block, 'type') ?? '';
  switch (type) {
    case 'text':
      return { ...plainText('', textOf(block, 'text')), citations: readCitations(block.citations) };
    case 'thinking':
      return thought(textOf(block, 'thinking'), readWord(block, 'signature'), false);
    case 'redacted_thinking':
      return thought('', readWord(block, 'data'), true);
    case 'tool_use':
      return {
        type: 'tool-call',
        at: '',
        ...callHead(block, nameOf),
        input: JSON.stringify(block.input ?? {}),
        signature: null,
      };
    default:
      return { type: 'vendor', at: '', dialect: DIALECT, name: type };
  }
}

/**
 * The id and the name of a call.
 * @throws {MalformedAnswerError} when it has not both.
 */
export function callHead(block: JsonObject, nameOf: (name: string) => string) {
  const id = readWord(block, 'id');
  const name = readWord(block, 'name');
  if (id === null || name === null) {
    throw new MalformedAnswerError('a call has no id or no name');
  }
  return { id, name: nameOf(name), kind: 'function' as const };
}

function thought(text: string, signature: string | null, isRedacted: boolean): AssistantPart {
  return {
    type: 'reasoning',
    at: '',
    text,
    signature: signature === null ? null : { dialect: DIALECT, value: signature },
    isRedacted,
  };
}

function textOf(block: JsonObject, member: string): string {
  return readWord(block, member) ?? '';
}
