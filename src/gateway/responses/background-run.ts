import type { JsonObject } from '../../dialects/index.ts';
import type { ResponseStatus } from '../../responses/index.ts';
import type { FlatHeaders } from '../exchange.ts';
import type { AnswerListener } from './event-outlet.ts';
import { eventsOfWhole } from './events-of-whole.ts';
import { isObject } from './input-items.ts';
import { endOf, eventBytes, parseEvent, responseOfEvent } from './response-events.ts';

/** An answer that came instead of a response: the gateway or the upstream said no. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: FlatHeaders;
  readonly body: Buffer;
}

/** What a run begins with. */
export interface BackgroundRunOptions {
  /** The response as it is queued. */
  readonly queued: JsonObject;
  /** Called when nothing of the response will change any more. */
  onEnd(run: BackgroundRun): void;
}

/** Events kept for clients that come back; where there are more, the oldest are let go. */
const MOST_BYTES = 16 * 1024 * 1024;
/** What every response of a run says of itself, whoever made it. */
const FIXED = ['id', 'background', 'store', 'previous_response_id', 'created_at', 'model'] as const;

/**
 * A response that is made while nobody waits for it: its state, and its events for whoever follows it. The
 * events are numbered here, from `response.created` on.
 */
export class BackgroundRun implements AnswerListener {
  readonly #options: BackgroundRunOptions;
  readonly #fixed: JsonObject;
  readonly #followers = new Set<() => void>();
  #response: JsonObject;
  #events: Buffer[] = [];
  #bytes = 0;
  /** How many events were let go. */
  #gone = 0;
  #isOver = false;
  /** What came before the run had begun; null where it began. */
  refused: RefusedAnswer | null = null;
  /** Whether the request went upstream. */
  hasBegun = false;

  constructor(options: BackgroundRunOptions) {
    const { queued } = options;
    this.#options = options;
    this.#response = queued;
    this.#fixed = Object.fromEntries(FIXED.map((name) => [name, queued[name]]));
    this.#say({ type: 'response.created', response: queued });
    this.#say({ type: 'response.queued', response: queued });
  }

  get response(): JsonObject {
    return this.#response;
  }

  get status(): ResponseStatus {
    return this.#response.status as ResponseStatus;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What its events take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The number of the oldest event that is still there. */
  get firstKept(): number {
    return this.#gone;
  }

  /** The event of this number, with the blank line that closes it; undefined for one that is not there. */
  eventAt(sequenceNumber: number): Buffer | undefined {
    return this.#events[sequenceNumber - this.#gone];
  }

  /** Calls `onEvent` whenever there is something new; returns what ends that. */
  follow(onEvent: () => void): () => void {
    this.#followers.add(onEvent);
    return () => this.#followers.delete(onEvent);
  }

  event(json: Buffer): boolean {
    const event = this.#isOver ? null : parseEvent(json);
    if (event === null || event.type === 'response.created' || event.type === 'response.queued') {
      return true;
    }
    if (event.type === 'error') {
      this.fail(event);
      return true;
    }
    const response = responseOfEvent(event);
    if (response === null) {
      this.#say(event);
      return true;
    }
    const status = endOf(event) ?? 'in_progress';
    this.#set({ ...response, ...this.#fixed, status });
    this.#say({ ...event, response: this.#response });
    if (endOf(event) !== null) {
      this.#end();
    }
    return true;
  }

  whole(status: number, headers: FlatHeaders, body: Buffer): void {
    const events = status < 300 ? eventsOfWhole(body) : null;
    if (events !== null) {
      for (const event of events) {
        this.event(Buffer.from(JSON.stringify(event)));
      }
    } else if (this.hasBegun) {
      const said = parseEvent(body)?.error;
      this.fail(isObject(said) ? said : {});
    } else {
      this.refused = { status, headers, body };
    }
  }

  /** The pipeline ends every stream with an event of its own, so nothing is left to say. */
  end(): void {
    if (this.hasBegun) {
      this.fail({});
    }
  }

  /** Ends the response as failed; nothing where it is over. */
  fail({ code, message }: JsonObject): void {
    const error = {
      code: typeof code === 'string' ? code : 'server_error',
      message: typeof message === 'string' ? message : 'The response could not be made',
    };
    this.#close('response.failed', { status: 'failed', error });
  }

  /** Ends the response because its client does not want it any more. */
  cancel(): void {
    this.#close('response.incomplete', { status: 'cancelled' });
  }

  #close(type: string, members: JsonObject): void {
    if (!this.#isOver) {
      this.#set({ ...this.#response, ...members });
      this.#say({ type, response: this.#response });
      this.#end();
    }
  }

  #set(response: JsonObject): void {
    this.#response = response;
  }

  #say(event: JsonObject): void {
    const numbered = eventBytes({ ...event, sequence_number: this.#gone + this.#events.length });
    this.#events.push(numbered);
    this.#bytes += numbered.length;
    while (this.#bytes > MOST_BYTES && this.#events.length > 1) {
      this.#bytes -= this.#events.shift()?.length ?? 0;
      this.#gone += 1;
    }
    for (const onEvent of this.#followers) {
      onEvent();
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#options.onEnd(this);
    for (const onEvent of this.#followers) {
      onEvent();
    }
  }
}
