import type { StreamFraming, StreamTap, StreamTapOptions } from '../dialect.ts';
import { createGeminiStreamTap } from '../gemini/stream-tap.ts';
import { openFrame } from '../sse-payload.ts';
import { unwrapGeminiFrame } from './unwrap-frame.ts';

/**
 * The tap of an Antigravity stream for a native client of Gemini: every response is taken out of its envelope
 * and otherwise left as it came, as an event or as an element of one array.
 */
export function createAntigravityStreamTap(framing: StreamFraming, options: StreamTapOptions): StreamTap {
  const tap = createEventTap(createGeminiStreamTap(options));
  return framing === 'sse' ? tap : createArrayTap(tap);
}

/** The Gemini tap, told of unwrapped frames. */
function createEventTap(tap: StreamTap): StreamTap {
  let unwrapped: Buffer = NOTHING;
  return {
    ...tap,
    read(frame) {
      unwrapped = unwrapGeminiFrame(frame);
      return tap.read(unwrapped);
    },
    rewrite: () => tap.rewrite(unwrapped),
  };
}

/** The same with each event as an element of an array, which is closed when the upstream closes or fails. */
function createArrayTap(tap: StreamTap): StreamTap {
  let elements = 0;

  function element(event: Buffer): Buffer {
    const payload = openFrame(event);
    if (typeof payload === 'string') {
      return NOTHING;
    }
    elements += 1;
    const json = payload.bytes.subarray(payload.start, payload.end);
    return Buffer.concat([elements === 1 ? OPEN : COMMA, json]);
  }

  return {
    ...tap,
    read(frame) {
      const verdict = tap.read(frame);
      // What is no response, such as a comment, has no place in an array.
      return typeof openFrame(frame) === 'string' ? 'hide' : verdict;
    },
    rewrite(frame) {
      const written = element(tap.rewrite(frame));
      return tap.hasFailed() ? Buffer.concat([written, CLOSE]) : written;
    },
    close: () => (tap.isComplete() ? CLOSE : NOTHING),
    errorFrame: (refusal, requestId) => Buffer.concat([element(tap.errorFrame(refusal, requestId)), CLOSE]),
  };
}

const NOTHING = Buffer.alloc(0);
const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',\n');
const CLOSE = Buffer.from(']\n');
