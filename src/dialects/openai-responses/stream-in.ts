import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import { MalformedAnswerError, type StreamIn } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { isDoneMark, openFrame } from '../sse-payload.ts';
import { createStopCutter } from '../translation/stop-sequences.ts';
import { readWord } from '../usage-counts.ts';
import { parseFailedError } from './errors.ts';
import { createItemReader } from './item-reader.ts';
import { finishOf, measuredOf } from './response-end.ts';

/** Reads one stream of Responses. Items are taken as they grow, and what was not said of them at their end. */
export function createResponsesStreamIn({
  stopSequences,
}: Pick<CanonicalRequest, 'stopSequences'>): StreamIn {
  const cut = createStopCutter(stopSequences);
  let events: CanonicalEvent[] = [];
  let hasStarted = false;
  let hasEnded = false;
  const items = createItemReader((event) => events.push(event));

  function start(response: JsonObject): void {
    if (!hasStarted) {
      hasStarted = true;
      events.push({ type: 'start', id: readWord(response, 'id') });
    }
  }

  function end(response: JsonObject): void {
    items.readOutput(response.output);
    const contained = items.contained();
    const measured = measuredOf(response);
    events.push({ type: 'finish', choice: 0, finish: finishOf(response, contained) });
    if (measured !== null) {
      events.push({ type: 'usage', measured });
    }
    events.push({ type: 'end' });
    hasEnded = true;
  }

  function fail(error: JsonObject, response: JsonObject): void {
    const measured = measuredOf(response);
    if (measured !== null) {
      events.push({ type: 'usage', measured });
    }
    events.push({ type: 'error', error: parseFailedError(error) });
    hasEnded = true;
  }

  function take(event: JsonObject): void {
    const response = objectOf(event.response);
    start(response);
    switch (event.type) {
      case 'response.completed':
      case 'response.incomplete':
        end(response);
        break;
      case 'response.failed':
        fail(objectOf(response.error), response);
        break;
      case 'error':
        fail(isJsonObject(event.error) ? event.error : event, response);
        break;
      default:
        if (isJsonObject(event.error)) {
          fail(event.error, response);
        } else {
          items.read(event);
        }
    }
  }

  function taken(): readonly CanonicalEvent[] {
    const all = events;
    events = [];
    return stopSequences.length === 0 ? all : all.flatMap(cut);
  }

  return {
    read(frame) {
      const event = hasEnded ? null : eventOf(frame);
      if (event !== null) {
        take(event);
      }
      return taken();
    },
    close() {
      if (hasStarted && !hasEnded) {
        items.endAll();
      }
      hasEnded = true;
      return taken();
    },
  };
}

/** The event of a frame; null where it says nothing, or was cut short. @throws {MalformedAnswerError} */
function eventOf(frame: Buffer): JsonObject | null {
  const payload = openFrame(frame);
  if (typeof payload === 'string' || isDoneMark(payload)) {
    return null;
  }
  let event: unknown;
  try {
    event = JSON.parse(payload.bytes.toString('utf8', payload.start, payload.end));
  } catch (cause) {
    throw new MalformedAnswerError('an event of the stream is not JSON', { cause });
  }
  if (!isJsonObject(event)) {
    throw new MalformedAnswerError('an event of the stream is no object');
  }
  return event;
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
