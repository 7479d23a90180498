import type { Measured } from '../../canonical/usage.ts';
import { parseObject, putCost } from '../cost-splice.ts';
import { createDeliveryCount } from '../delivery-count.ts';
import type { FrameVerdict, StreamTap, StreamTapOptions } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { sayNothing } from '../frame-text.ts';
import { containerEnd } from '../json-walk.ts';
import { isCutShort, openFrame } from '../sse-payload.ts';
import { readWord } from '../usage-counts.ts';
import { createGeminiFrameReader, type GeminiFrame } from './frame-reading.ts';
import { geminiStreamError } from './stream-error.ts';
import { geminiUsage } from './usage.ts';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACKET = 0x5d;
/** The responses of one stream that a tap has seen. */
interface Place {
  bytes: Buffer;
  start: number;
  end: number;
}

/**
 * The tap of a Gemini stream, of server-sent events or of one JSON array. Nothing marks its end but the
 * finish reasons, so every frame that could be the last is held.
 */
export function createGeminiStreamTap(options: StreamTapOptions): StreamTap {
  const readFrame = createGeminiFrameReader();
  const delivered = createDeliveryCount();
  const finished = new Set<number>();
  let candidatesSeen = 0;
  let isBlocked = false;
  let hasFailed = false;
  let isArray = false;
  let isArrayClosed = false;
  let elements = 0;
  let lastUsage: Place | null = null;
  let rewritten: Buffer | null = null;

  function read(frame: Buffer): FrameVerdict {
    rewritten = null;
    const place = findResponse(frame);
    if (typeof place === 'string') {
      return place;
    }
    elements += 1;
    const found = readFrame(place.bytes, place.start, place.end);
    delivered.addFrame(found.textBytes);
    if (found.usageStart !== -1) {
      lastUsage = { ...place, start: found.usageStart };
    }
    if (found.hasError) {
      hasFailed = true;
      return 'hold';
    }
    isBlocked ||= found.isBlocked;
    candidatesSeen = Math.max(candidatesSeen, found.candidateIndex + 1);
    if (found.hasFinishReason) {
      readFinished(place);
    }
    return found.hasFinishReason || saidAll() ? holdWithCost(place, found) : 'pass';
  }

  function findResponse(frame: Buffer): Place | FrameVerdict {
    isArray ||= elements === 0 && startsArray(frame);
    if (!isArray) {
      return openFrame(frame);
    }
    const start = frame.indexOf(OPEN_BRACE);
    if (start === -1) {
      return closeArray(frame);
    }
    return isCutShort(frame, start, frame.length) ? 'hide' : { bytes: frame, start, end: frame.length };
  }

  /** The bracket that closes the array is kept back from a client whose answer was cut before it. */
  function closeArray(frame: Buffer): FrameVerdict {
    if (!frame.includes(CLOSE_BRACKET)) {
      return 'pass';
    }
    isArrayClosed = true;
    return saidAll() || hasFailed ? 'last' : 'hide';
  }

  function readFinished(place: Place): void {
    const response = parseObject(place.bytes, place.start, place.end);
    const candidates = response?.candidates;
    for (const candidate of Array.isArray(candidates) ? candidates.filter(isJsonObject) : []) {
      if (readWord(candidate, 'finishReason') !== null) {
        finished.add(typeof candidate.index === 'number' ? candidate.index : 0);
      }
    }
  }

  function holdWithCost(place: Place, found: GeminiFrame): FrameVerdict {
    const usage = found.usageStart === -1 ? null : measured();
    if (usage !== null) {
      rewritten = putCost(place.bytes, found.usageStart, options.costOf(usage));
    }
    return 'hold';
  }

  /** Usage stands in every response, so it is parsed when asked for: the last one counts. */
  function measured(): Measured | null {
    if (lastUsage === null) {
      return null;
    }
    const { bytes, start, end } = lastUsage;
    const usage = parseObject(bytes, start, containerEnd(bytes, start, end));
    return usage === null ? null : geminiUsage.measure(usage, null);
  }

  function saidAll(): boolean {
    return !hasFailed && (isBlocked || (finished.size > 0 && finished.size >= candidatesSeen));
  }

  return {
    read,
    rewrite: (frame) => rewritten ?? frame,
    measured,
    deliveredOutputTokens: delivered.tokens,
    isComplete: () => saidAll() && (!isArray || isArrayClosed),
    hasFailed: () => hasFailed,
    close: sayNothing,
    errorFrame: (refusal, requestId) => geminiStreamError(refusal, requestId, isArray ? elements : null),
  };
}

/** Whether the first byte that is no space is JSON's: events begin with a field's name or a colon. */
function startsArray(frame: Buffer): boolean {
  const first = frame.find((byte) => byte > 0x20);
  return first === 0x5b || first === OPEN_BRACE;
}
