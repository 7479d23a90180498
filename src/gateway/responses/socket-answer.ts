import { Refusal } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';
import type { ConnectionMemory } from './connection-memory.ts';
import type { AnswerListener } from './event-outlet.ts';
import { eventsOfWhole } from './events-of-whole.ts';
import { parseEvent } from './response-events.ts';
import { createSaidItems } from './said-items.ts';
import { errorFrame, refusalFrame } from './socket-frames.ts';

/** Where the frames of one answer go. */
export interface FrameSink {
  /** False when no more should come for now. */
  send(frame: Buffer | string): boolean;
  /** The answer is over. */
  end(): void;
}

/** The flat error event of a stream (openai-node, `ResponseErrorEvent`). */
const ERROR_EVENT = '"type":"error"';
const FAILED = '"response.failed"';

/**
 * Makes frames of one answer, and remembers what it said before the client can go on from it. Whatever the
 * upstream does, the last frame is one that ends the response. `before` is what the response continues and
 * was asked; null where somebody else remembers it.
 */
export function createSocketAnswer(
  sink: FrameSink,
  memory: ConnectionMemory,
  before: () => readonly JsonObject[] | null,
): AnswerListener {
  const said = createSaidItems();
  let hasEnded = false;

  function fail(frame: string): void {
    hasEnded = true;
    // A turn that failed takes what it continued with it: its client begins anew.
    memory.forget();
    sink.send(frame);
  }

  function event(json: Buffer): boolean {
    const error = json.includes(ERROR_EVENT) ? parseEvent(json) : null;
    if (error?.type === 'error') {
      fail(asErrorFrame(error));
      return true;
    }
    hasEnded ||= json.includes(FAILED);
    said.read(json);
    const whole = said.whole();
    if (whole !== null) {
      hasEnded = true;
      const known = before();
      if (known !== null) {
        memory.remember(whole.id, [...known, ...whole.items]);
      }
    }
    return sink.send(json);
  }

  return {
    event,
    whole(status, headers, body) {
      const events = status < 300 ? eventsOfWhole(body) : null;
      if (events === null) {
        fail(errorFrame(status, headers, body));
      } else {
        events.forEach((one) => {
          event(Buffer.from(JSON.stringify(one)));
        });
      }
    },
    end() {
      if (!hasEnded) {
        fail(refusalFrame(new Refusal('upstream_failed')));
      }
      sink.end();
    },
  };
}

/** On a WebSocket an error has a status, or Codex does not see it. */
function asErrorFrame({ code, message, param }: JsonObject): string {
  const error = { type: 'server_error', code: code ?? null, message: message ?? '', param: param ?? null };
  return JSON.stringify({ type: 'error', status: 502, error, headers: {} });
}
