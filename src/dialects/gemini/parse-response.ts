import type { CanonicalEvent, CanonicalRequest, CanonicalResponse } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { createAnswerReader } from './answer-reader.ts';

/**
 * Reads a complete answer: it is a stream of one response.
 * @throws {MalformedAnswerError} when it holds neither candidates nor a reason for having none.
 */
export function parseGeminiResponse(
  answer: JsonObject,
  request: CanonicalRequest,
  dialect: string,
): CanonicalResponse {
  if (!Array.isArray(answer.candidates) && !isJsonObject(answer.promptFeedback)) {
    throw new MalformedAnswerError('the answer has no candidates');
  }
  const events: readonly CanonicalEvent[] = createAnswerReader(dialect, request).read(answer);
  return collectResponse(events);
}
