import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import { MalformedAnswerError, type StreamIn } from '../codec.ts';
import { parseObject } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { isCutShort, openFrame } from '../sse-payload.ts';
import { createAnswerReader } from './answer-reader.ts';

/** Where the response stands in what a frame holds. */
export type Unwrap = (payload: JsonObject) => JsonObject;

/**
 * Reads a stream of Gemini, of server-sent events or of one JSON array. Nothing marks its end but the finish
 * reasons, so `end` waits for the upstream to close.
 */
export function createGeminiStreamIn(dialect: string, request: CanonicalRequest, unwrap: Unwrap): StreamIn {
  const answer = createAnswerReader(dialect, request);
  let hasFailed = false;
  return {
    read(frame) {
      const place = hasFailed ? null : findResponse(frame);
      if (place === null) {
        return [];
      }
      const payload = parseObject(place.bytes, place.start, place.end);
      if (payload === null) {
        throw new MalformedAnswerError('a frame of the stream is not a JSON object');
      }
      const events = answer.read(unwrap(payload));
      hasFailed = events.at(-1)?.type === 'error';
      return events;
    },
    close: () => (answer.isComplete() && !hasFailed ? END : []),
  };
}

const END: readonly CanonicalEvent[] = [{ type: 'end' }];
const OPEN_BRACE = 0x7b;

interface Place {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The JSON of a frame; null for comments, brackets and what was cut. */
function findResponse(frame: Buffer): Place | null {
  if (!isOfArray(frame)) {
    const payload = openFrame(frame);
    return typeof payload === 'string' ? null : payload;
  }
  const start = frame.indexOf(OPEN_BRACE);
  return start === -1 || isCutShort(frame, start, frame.length)
    ? null
    : { bytes: frame, start, end: frame.length };
}

/** Frames of an array begin with JSON or what joins it: `[`, `,`, `{`, `]`. Events begin with a name or a colon. */
function isOfArray(frame: Buffer): boolean {
  const first = frame.find((byte) => byte > 0x20) ?? 0;
  return first === 0x5b || first === 0x2c || first === OPEN_BRACE || first === 0x5d;
}
