import { createFrameReader, type JsonObject, openFrame } from '../../dialects/index.ts';
import { endOf, eventBytes, parseEvent, responseOfEvent } from './response-events.ts';
import type { AnswerWatcher } from './watched-passage.ts';

const CARRIES_RESPONSE = Buffer.from('"response":{');
const MAX_FRAME_BYTES = 65 * 1024 * 1024;

/**
 * Watches an answer that is made here: sets what the translation cannot know of it (what it continues,
 * whether it is kept), and hands over the response when it is whole.
 */
export function watchOwn(members: JsonObject, onWhole: (response: JsonObject) => void): AnswerWatcher {
  const set = (response: JsonObject): JsonObject => ({ ...response, ...members });

  function event(frame: Buffer): Buffer {
    const payload = openFrame(frame);
    const parsed =
      typeof payload === 'string'
        ? null
        : parseEvent(payload.bytes.toString('utf8', payload.start, payload.end));
    const response = parsed === null ? null : responseOfEvent(parsed);
    if (parsed === null || response === null) {
      return frame;
    }
    const complete = set(response);
    if (endOf(parsed) !== null) {
      onWhole(complete);
    }
    return eventBytes({ ...parsed, response: complete });
  }

  return {
    whole(bytes) {
      const response = parseEvent(bytes);
      if (response?.object !== 'response') {
        return bytes;
      }
      const complete = set(response);
      onWhole(complete);
      return Buffer.from(JSON.stringify(complete));
    },
    // Most events carry no response; finding that out must cost no more than a look at their bytes.
    frames: (bytes) =>
      bytes.includes(CARRIES_RESPONSE)
        ? Buffer.concat(createFrameReader('sse', MAX_FRAME_BYTES).push(bytes).map(event))
        : bytes,
  };
}
