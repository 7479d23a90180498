import { messageAsEvent } from './aws-event-stream/message-as-event.ts';
import { createMessageScanner } from './aws-event-stream/message-scanner.ts';
import type { StreamFraming } from './dialect.ts';
import { FrameTooLargeError } from './frame-limit-error.ts';
import { createElementScanner } from './json-array-scanner.ts';
import { createEventScanner } from './sse-scanner.ts';

/** Cuts a stream of bytes into whole frames, however the network cut it. */
export interface FrameReader {
  /**
   * Takes the next bytes and returns the frames they complete, in order. A frame that lies wholly in
   * `chunk` is a view of it, not a copy. All frames and `rest()` joined are exactly what came in, but for a
   * framing whose frames are given on as something else.
   * @throws {FrameTooLargeError} when a frame, whole or not, is larger than `maxFrameBytes`.
   */
  push(chunk: Buffer): readonly Buffer[];
  /** The bytes of the frame that is not finished; empty when the stream ended at a frame's end. */
  rest(): Buffer;
}

/**
 * Finds where frames end. It is told of all bytes in order and keeps what it needs to know of earlier
 * ones, so that no byte is looked at twice however small the chunks are.
 */
export interface FrameScanner {
  /** The index just past the frame that is being read, or -1 when it goes on past `chunk`. */
  next(chunk: Buffer, from: number): number;
}

const NOTHING = Buffer.alloc(0);

/** A frame reader for one stream. */
export function createFrameReader(framing: StreamFraming, maxFrameBytes: number): FrameReader {
  switch (framing) {
    case 'sse':
      return createScannedReader(createEventScanner(), maxFrameBytes);
    case 'json-array':
      return createScannedReader(createElementScanner(), maxFrameBytes);
    case 'aws-event-stream':
      return eventsOf(createScannedReader(createMessageScanner(), maxFrameBytes));
  }
}

/** The events that messages hold. A message that is not whole holds nothing. */
function eventsOf(messages: FrameReader): FrameReader {
  return { push: (chunk) => messages.push(chunk).map(messageAsEvent), rest: () => NOTHING };
}

/** Keeps at most `maxFrameBytes` of an unfinished frame, as the chunks it came in; they are joined once. */
function createScannedReader(scanner: FrameScanner, maxFrameBytes: number): FrameReader {
  let carried: Buffer[] = [];
  let carriedBytes = 0;

  function refuseOver(bytes: number): void {
    if (bytes > maxFrameBytes) {
      throw new FrameTooLargeError(maxFrameBytes);
    }
  }

  function complete(lastPiece: Buffer): Buffer {
    refuseOver(carriedBytes + lastPiece.length);
    if (carriedBytes === 0) {
      return lastPiece;
    }
    carried.push(lastPiece);
    const frame = Buffer.concat(carried, carriedBytes + lastPiece.length);
    carried = [];
    carriedBytes = 0;
    return frame;
  }

  return {
    push(chunk) {
      const frames: Buffer[] = [];
      let from = 0;
      while (from < chunk.length) {
        const end = scanner.next(chunk, from);
        if (end === -1) {
          refuseOver(carriedBytes + chunk.length - from);
          carried.push(from === 0 ? chunk : chunk.subarray(from));
          carriedBytes += chunk.length - from;
          return frames;
        }
        frames.push(complete(from === 0 && end === chunk.length ? chunk : chunk.subarray(from, end)));
        from = end;
      }
      return frames;
    },
    rest: () => (carriedBytes === 0 ? NOTHING : Buffer.concat(carried, carriedBytes)),
  };
}
