import type { FrameScanner } from './sse-frames.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds the blank line that ends a server-sent event. A line ends with LF, CR LF or CR (WHATWG HTML,
 * "event stream interpretation"), so an event ends with LF LF, LF CR LF (which CR LF CR LF contains) or
 * CR CR. A line feed after CR CR belongs to the next frame, where it means nothing: waiting for it would
 * hold back an event until the next one comes.
 */
export function createEventScanner(): FrameScanner {
  // The last two bytes of the frame being read that were in earlier chunks; -1 where there are none.
  let beforeLast = -1;
  let last = -1;

  function remember(chunk: Buffer, from: number): number {
    const length = chunk.length - from;
    beforeLast = length >= 2 ? (chunk[chunk.length - 2] ?? -1) : last;
    last = chunk[chunk.length - 1] ?? -1;
    return -1;
  }

  return {
    next(chunk, from) {
      let end = last === -1 ? -1 : endAcross(beforeLast, last, chunk, from);
      if (end === -1) {
        end = endWithin(chunk, from);
      }
      if (end === -1) {
        return remember(chunk, from);
      }
      beforeLast = -1;
      last = -1;
      return end;
    },
  };
}

/** The end of an event whose blank line began in an earlier chunk. */
function endAcross(beforeLast: number, last: number, chunk: Buffer, from: number): number {
  const first = chunk[from];
  if (first === LF) {
    return last === LF || (last === CR && beforeLast === LF) ? from + 1 : -1;
  }
  if (first !== CR) {
    return -1;
  }
  if (last === CR) {
    return from + 1;
  }
  return last === LF && chunk[from + 1] === LF ? from + 2 : -1;
}

/** The end of the first event whose blank line lies in the chunk, from `from` on. */
function endWithin(chunk: Buffer, from: number): number {
  // Streams without any carriage return are the rule, and one native search proves it.
  const cr = chunk.indexOf(CR, from);
  const crEnd = cr === -1 ? -1 : loneCrEnd(chunk, cr);
  let at = chunk.indexOf(LF, from);
  while (at !== -1) {
    if (crEnd !== -1 && at >= crEnd) {
      return crEnd;
    }
    const after = chunk[at + 1];
    if (after === LF) {
      return at + 2;
    }
    if (after === CR && chunk[at + 2] === LF) {
      return at + 3;
    }
    at = chunk.indexOf(LF, at + 1);
  }
  return crEnd;
}

/** The end of the first CR CR at or after `cr`. */
function loneCrEnd(chunk: Buffer, cr: number): number {
  let at = cr;
  while (at !== -1) {
    if (chunk[at + 1] === CR) {
      return at + 2;
    }
    at = chunk.indexOf(CR, at + 1);
  }
  return -1;
}
