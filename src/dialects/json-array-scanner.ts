import type { FrameScanner } from './sse-frames.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Finds the ends of the elements of one JSON array of objects, which is how Gemini streams without
 * `alt=sse`. A frame is what stands before an element (`[`, `,`, spaces) and the element; the bracket that
 * closes the array ends a frame of its own. A single object instead of an array, such as an error body,
 * is one frame.
 */
export function createElementScanner(): FrameScanner {
  let depth = 0;
  let elementDepth = -1;
  let isInString = false;
  let isEscaped = false;

  /** Returns the index past the string's end, or the chunk's length when the string goes on. */
  function skipString(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (isEscaped) {
        isEscaped = false;
        at += 1;
        continue;
      }
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) {
        isInString = false;
        return at;
      }
      isEscaped = byte === BACKSLASH;
    }
    return at;
  }

  return {
    next(chunk, from) {
      let at = from;
      while (at < chunk.length) {
        if (isInString) {
          at = skipString(chunk, at);
          continue;
        }
        const byte = chunk[at];
        at += 1;
        if (byte === QUOTE) {
          isInString = true;
        } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          elementDepth = elementDepth === -1 ? (byte === OPEN_BRACKET ? 1 : 0) : elementDepth;
          depth += 1;
        } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
          depth -= 1;
          if (depth <= elementDepth) {
            return at;
          }
        }
      }
      return -1;
    },
  };
}
