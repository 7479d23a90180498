import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import { MalformedAnswerError, type StreamIn } from '../codec.ts';
import { parseObject } from '../cost-splice.ts';
import { eventName, isDoneMark, openFrame } from '../sse-payload.ts';
import { createAnswerReader } from './read-answer.ts';

/**
 * Reads the stream of an upstream that speaks Chat Completions, or nearly: without `[DONE]`, with usage in
 * any chunk, without indexes of calls. It was whole when `[DONE]` came or every choice said why it ended.
 */
export function createChatStreamIn({ turns }: CanonicalRequest): StreamIn {
  const answer = createAnswerReader(turns.length);
  let hasEnded = false;

  function close(isWhole: boolean): readonly CanonicalEvent[] {
    hasEnded = true;
    return answer.close(isWhole);
  }

  return {
    read(frame) {
      const payload = openFrame(frame);
      if (hasEnded || typeof payload === 'string') {
        return [];
      }
      if (isDoneMark(payload)) {
        return close(true);
      }
      const chunk = parseObject(payload.bytes, payload.start, payload.end);
      if (chunk === null) {
        throw new MalformedAnswerError('a chunk of the stream is not a JSON object');
      }
      const isError = payload.hasEventLine && eventName(frame) === 'error';
      const events = answer.read(isError ? { error: chunk.error ?? chunk } : chunk);
      hasEnded = events.at(-1)?.type === 'error';
      return events;
    },
    close: () => (hasEnded ? [] : close(answer.isFinished())),
  };
}
