import type { FrameScanner } from '../sse-frames.ts';

/** The length of a message stands in its first four bytes. */
const LENGTH_BYTES = 4;

/**
 * Finds where the messages of an AWS event stream end: each begins with its own length, whose bytes may
 * come in several chunks.
 */
export function createMessageScanner(): FrameScanner {
  /** Bytes of the message that were in earlier chunks. */
  let seen = 0;
  /** What is known of the length: all of it once `LENGTH_BYTES` of the message were seen. */
  let length = 0;

  return {
    next(chunk, from) {
      let at = from;
      while (seen < LENGTH_BYTES && at < chunk.length) {
        length = length * 256 + (chunk[at] ?? 0);
        seen += 1;
        at += 1;
      }
      // A message that says it is shorter than its own length ends here; reading it will tell.
      const missing = seen < LENGTH_BYTES ? LENGTH_BYTES - seen : Math.max(0, length - seen);
      if (seen < LENGTH_BYTES || at + missing > chunk.length) {
        seen += chunk.length - at;
        return -1;
      }
      seen = 0;
      length = 0;
      return at + missing;
    },
  };
}
