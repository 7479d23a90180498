import { type Measured, type PieceCount, USAGE_KINDS, type Usage } from '../canonical/usage.ts';
import type { Refusal } from '../core/refusal.ts';
import { parseObject, putCost } from './cost-splice.ts';
import type { CallFacts, FrameVerdict, JsonObject, StreamTap, StreamTapOptions } from './dialect.ts';
import { sayNothing } from './frame-text.ts';
import {
  containerEnd,
  createKeySet,
  type JsonVisit,
  jsonTextBytes,
  type KeySet,
  walkJson,
} from './json-walk.ts';
import { chatStreamError } from './openai-chat/stream-error.ts';
import { type EventPayload, eventName, isDoneMark, openFrame } from './sse-payload.ts';

/** What tells one of OpenAI's streams of typed media events from another. */
export interface EventDialect {
  /** The member that holds content: `delta`, `audio`, `b64_json`. */
  readonly contentKey: string;
  /** How the type of an event ends that brings a whole result. */
  readonly lastWord: string;
  /** Tokens that so many bytes of content in one event come to, by our own count. */
  contentTokens(bytes: number): number;
  measure(usage: JsonObject): Measured | null;
  /** What so many results come to by the piece; absent where the usage says it. */
  readonly piecesOf?: (results: number, facts: CallFacts | undefined) => readonly PieceCount[];
}

/** What one event says of itself. */
interface MediaEvent {
  type: string;
  /** -1 when it has no usage. */
  usageStart: number;
  hasError: boolean;
  contentBytes: number;
}

const OPEN_BRACE = 0x7b;
const QUOTE = 0x22;
const TOP = 1;

/**
 * Makes taps of streams whose events are objects with a `type`, of which the last has the usage: pictures,
 * speech and transcripts of OpenAI. Content may be megabytes of base64, so nothing but the usage is parsed.
 */
export function createEventTap(dialect: EventDialect): (options: StreamTapOptions) => StreamTap {
  const keys = createKeySet(['type', 'usage', 'error', dialect.contentKey]);
  return (options) => new EventTap(dialect, keys, options);
}

class EventTap implements StreamTap {
  readonly #dialect: EventDialect;
  readonly #keys: KeySet;
  readonly #options: StreamTapOptions;
  #measured: Measured | null = null;
  #rewritten: Buffer | null = null;
  #deliveredTokens = 0;
  #results = 0;
  #hasFailed = false;

  constructor(dialect: EventDialect, keys: KeySet, options: StreamTapOptions) {
    this.#dialect = dialect;
    this.#keys = keys;
    this.#options = options;
  }

  read(frame: Buffer): FrameVerdict {
    this.#rewritten = null;
    const payload = openFrame(frame);
    if (typeof payload === 'string') {
      return payload;
    }
    if (isDoneMark(payload)) {
      return this.#hasFailed ? 'hide' : 'last';
    }
    const event = readEvent(payload, this.#keys);
    if (event.hasError || event.type === 'error' || (payload.hasEventLine && eventName(frame) === 'error')) {
      this.#hasFailed = true;
      return 'hold';
    }
    if (!event.type.endsWith(this.#dialect.lastWord)) {
      this.#deliveredTokens += event.contentBytes > 0 ? this.#dialect.contentTokens(event.contentBytes) : 0;
      return 'pass';
    }
    this.#results += 1;
    this.#readUsage(payload, event.usageStart);
    return 'hold';
  }

  rewrite(frame: Buffer): Buffer {
    return this.#rewritten ?? frame;
  }

  measured(): Measured | null {
    return this.#measured;
  }

  deliveredOutputTokens(): number {
    return this.#deliveredTokens;
  }

  isComplete(): boolean {
    return this.#results > 0 && !this.#hasFailed;
  }

  hasFailed(): boolean {
    return this.#hasFailed;
  }

  close(): Buffer {
    return sayNothing();
  }

  errorFrame(refusal: Refusal): Buffer {
    return chatStreamError(refusal);
  }

  #readUsage({ bytes, end }: EventPayload, start: number): void {
    const usage = start === -1 ? null : parseObject(bytes, start, containerEnd(bytes, start, end));
    const counted = usage === null ? null : this.#dialect.measure(usage);
    if (counted === null) {
      return;
    }
    const { facts, costOf } = this.#options;
    const pieces = this.#dialect.piecesOf?.(this.#results, facts) ?? counted.pieces;
    this.#measured = {
      usage: this.#measured === null ? counted.usage : sum(this.#measured.usage, counted.usage),
      serviceTier: counted.serviceTier,
      ...(pieces === undefined ? {} : { pieces }),
    };
    this.#rewritten = putCost(bytes, start, costOf(this.#measured));
  }
}

function readEvent({ bytes, start, end }: EventPayload, keys: KeySet): MediaEvent {
  const found: MediaEvent = { type: '', usageStart: -1, hasError: false, contentBytes: 0 };
  const visit: JsonVisit = (key, depth, _keyStart, valueStart, stringEnd) => {
    if (depth !== TOP) {
      return;
    }
    if (key === 0 && stringEnd !== -1) {
      found.type = bytes.toString('latin1', valueStart + 1, stringEnd - 1);
    } else if (key === 1) {
      found.usageStart = bytes[valueStart] === OPEN_BRACE ? valueStart : -1;
    } else if (key === 2) {
      found.hasError = bytes[valueStart] === OPEN_BRACE || bytes[valueStart] === QUOTE;
    } else if (key === 3 && stringEnd !== -1) {
      found.contentBytes += jsonTextBytes(bytes, valueStart, stringEnd);
    }
  };
  walkJson(bytes, start, end, keys, visit);
  return found;
}

/** Each picture of a stream has a usage of its own. */
function sum(one: Usage, other: Usage): Usage {
  const both = { ...one };
  for (const kind of USAGE_KINDS) {
    Object.assign(both, { [kind]: one[kind] + other[kind] });
  }
  return both;
}
