import type { CanonicalEvent, CanonicalRequest, Finish } from '../../canonical/index.ts';
import { MalformedAnswerError, type StreamIn } from '../codec.ts';
import { parseObject } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { isDoneMark, openFrame } from '../sse-payload.ts';
import { createStopCutter } from '../translation/stop-sequences.ts';
import { readDetails, readWord } from '../usage-counts.ts';
import { type BlockReader, createBlockReader } from './block-reader.ts';
import { parseMessagesError } from './errors.ts';
import { usualFinish } from './parse-response.ts';
import { readFinish } from './stop-reasons.ts';
import { blankStops } from './stop-words.ts';
import { clientToolNames } from './tool-names.ts';
import { measureCounts, noMessagesCounts, overwriteCounts, overwriteEarlyCounts } from './usage.ts';

/** Reads one stream of the API (docs.anthropic.com, "Streaming messages"). */
export function createMessagesStreamIn(request: CanonicalRequest): StreamIn {
  return new MessagesStreamIn(request);
}

class MessagesStreamIn implements StreamIn {
  readonly #counts = noMessagesCounts();
  readonly #blocks: BlockReader;
  readonly #cut: ReturnType<typeof createStopCutter> | null;
  #events: CanonicalEvent[] = [];
  #hasStarted = false;
  #finish: Finish | null = null;

  constructor(request: CanonicalRequest) {
    const stops = blankStops(request);
    this.#cut = stops.length === 0 ? null : createStopCutter(stops);
    this.#blocks = createBlockReader((event) => this.#say(event), clientToolNames(request));
  }

  read(frame: Buffer): readonly CanonicalEvent[] {
    const payload = openFrame(frame);
    // Some compatible upstreams end with OpenAI's mark.
    if (typeof payload === 'string' || isDoneMark(payload)) {
      return [];
    }
    const event = parseObject(payload.bytes, payload.start, payload.end);
    if (event === null) {
      throw new MalformedAnswerError('an event of the stream is no JSON object');
    }
    this.#events = [];
    this.#take(event);
    return this.#cut === null ? this.#events : this.#events.flatMap(this.#cut);
  }

  /** A stream without its `message_stop` was cut, as the tap of this dialect sees it too. */
  close(): readonly CanonicalEvent[] {
    return [];
  }

  #take(event: JsonObject): void {
    const type = isJsonObject(event.error) ? 'error' : event.type;
    switch (type) {
      case 'message_start': {
        const message = readDetails(event, 'message');
        this.#start(readWord(message, 'id'));
        overwriteEarlyCounts(this.#counts, readDetails(message, 'usage'));
        this.#measure();
        break;
      }
      case 'content_block_start':
        this.#start(null);
        this.#blocks.open(event.index, readDetails(event, 'content_block'));
        break;
      case 'content_block_delta':
        this.#blocks.add(event.index, readDetails(event, 'delta'));
        break;
      case 'content_block_stop':
        this.#blocks.close(event.index);
        break;
      case 'message_delta':
        this.#start(null);
        this.#finish = readFinish(readDetails(event, 'delta')) ?? this.#finish;
        overwriteCounts(this.#counts, readDetails(event, 'usage'));
        this.#measure();
        break;
      case 'message_stop':
        this.#end();
        break;
      case 'error':
        this.#start(null);
        this.#say({ type: 'error', error: parseMessagesError(null, event, null) });
        break;
      // Pings, and events that are not known yet.
      default:
    }
  }

  #say(event: CanonicalEvent): void {
    this.#events.push(event);
  }

  #start(id: string | null): void {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this.#say({ type: 'start', id });
    }
  }

  #measure(): void {
    const measured = measureCounts(this.#counts);
    if (measured !== null) {
      this.#say({ type: 'usage', measured });
    }
  }

  #end(): void {
    this.#start(null);
    this.#blocks.closeAll();
    const finish = this.#finish ?? usualFinish(this.#blocks.seen);
    this.#say({ type: 'finish', choice: 0, finish });
    this.#say({ type: 'end' });
  }
}
