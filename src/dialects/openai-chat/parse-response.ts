import type { CanonicalEvent, CanonicalRequest, CanonicalResponse } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { createAnswerReader } from './read-answer.ts';

/**
 * Reads a complete answer of an upstream. It is read as a stream of one chunk, so that there is one way to
 * read an answer.
 * @throws {MalformedAnswerError} when it has no choices.
 */
export function parseChatResponse(answer: JsonObject, { turns }: CanonicalRequest): CanonicalResponse {
  if (!Array.isArray(answer.choices) || answer.choices.length === 0) {
    throw new MalformedAnswerError('the answer has no choices');
  }
  const reader = createAnswerReader(turns.length);
  const events: readonly CanonicalEvent[] = [...reader.read(answer), ...reader.close(true)];
  if (events.some(({ type }) => type === 'error')) {
    throw new MalformedAnswerError('the answer is an error');
  }
  return collectResponse(events);
}
