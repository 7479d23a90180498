import type { Frame } from '../platform.ts';

const BEFORE = 'data: ';
const AFTER = '\r\n\r\n';

/** Gemini's events, each response inside an envelope. */
export function* wrapFrames(frames: Iterable<Frame>): Generator<Frame> {
  for (const { text, generated } of frames) {
    const response = text.slice(BEFORE.length, -AFTER.length);
    yield { text: `${BEFORE}{"response":${response}}${AFTER}`, generated };
  }
}
