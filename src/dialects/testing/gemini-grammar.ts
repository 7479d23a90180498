import type { JsonObject, StreamFraming } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { responseProblem } from './gemini-response.ts';

/** How a stream of Gemini ended for its client. */
export type GeminiEnding = 'whole' | 'failed';

/**
 * Checks a whole stream as clients of Gemini read it (js-genai `processStreamResponse`, Gemini CLI), a little
 * stricter than they do: events begin with `data:` and end with a blank line, nothing but JSON in them, one
 * id, every candidate with one finish reason and nothing after it, usage that adds up, an error last.
 * @throws {Error} with a sentence that names the first response at fault.
 */
export function checkGeminiStream(bytes: Buffer, framing: StreamFraming): GeminiEnding {
  const responses = framing === 'sse' ? responsesOfEvents(bytes) : responsesOfArray(bytes);
  const candidates = new Map<number, { isFinished: boolean }>();
  const ids = new Set<unknown>();
  let ending: GeminiEnding = 'whole';
  responses.forEach((response, index) => {
    const problem = ending === 'failed' ? 'follows an error' : responseProblem(response, candidates);
    ending = 'error' in response ? 'failed' : ending;
    if (ending === 'whole') {
      ids.add(response.responseId);
    }
    if (problem !== null) {
      throw new Error(`response ${index} (${JSON.stringify(response)}) ${problem}`);
    }
  });
  if (ids.size > 1) {
    throw new Error(`the responses have ${ids.size} different ids`);
  }
  const open = [...candidates].find(([, { isFinished }]) => !isFinished);
  if (open !== undefined && ending === 'whole') {
    throw new Error(`the stream ends without a finish reason of candidate ${open[0]}`);
  }
  return ending;
}

/** All responses in the events of a stream. */
function responsesOfEvents(bytes: Buffer): readonly JsonObject[] {
  const text = bytes.toString('utf8');
  if (!/(\r\n\r\n|\n\n|\r\r)$/.test(text)) {
    throw new Error('the last event is not closed by a blank line');
  }
  const events = text.split(/\r\n\r\n|\n\n|\r\r/).slice(0, -1);
  return events.map((event, index) => {
    if (!event.startsWith('data:')) {
      throw new Error(`event ${index} begins with something else than data: ${event.slice(0, 40)}`);
    }
    if (/[\r\n]/.test(event)) {
      throw new Error(`event ${index} has a second line`);
    }
    return parsed(event.slice('data:'.length), index);
  });
}

/** All responses in the array a stream is. */
function responsesOfArray(bytes: Buffer): readonly JsonObject[] {
  const list: unknown = JSON.parse(bytes.toString('utf8'));
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error('the stream is no array, or an empty one');
  }
  return list.map((entry: unknown, index) => objectAt(entry, index));
}

function parsed(json: string, index: number): JsonObject {
  try {
    return objectAt(JSON.parse(json), index);
  } catch (cause) {
    throw new Error(`event ${index} holds no JSON object: ${json.slice(0, 80)}`, { cause });
  }
}

function objectAt(value: unknown, index: number): JsonObject {
  if (!isJsonObject(value)) {
    throw new Error(`response ${index} is no object`);
  }
  return value;
}
