/** Lifecycle frames are short; a stream that opens with more than this is let through. */
const MOST_HELD_BYTES = 256 * 1024;

/**
 * The frames of a stream before its first content: role chunks, `message_start`, `response.created`. While
 * they are held back, the request can go elsewhere and its client never knows.
 */
export interface HeldFrames {
  /** Adds frames. False when there are so many that they have to go out. */
  add(frames: readonly Buffer[]): boolean;
  /** All that was held, in order. */
  release(): readonly Buffer[];
}

/** Nothing is held yet. */
export function createHeldFrames(): HeldFrames {
  const held: Buffer[] = [];
  let bytes = 0;
  return {
    add(frames) {
      for (const frame of frames) {
        held.push(frame);
        bytes += frame.length;
      }
      return bytes <= MOST_HELD_BYTES;
    },
    release: () => held,
  };
}
