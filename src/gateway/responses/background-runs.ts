import { Refusal } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';
import type { OwnResponse } from '../../responses/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { RunningWork } from '../running.ts';
import type { BackgroundRun } from './background-run.ts';
import type { EventOutlet } from './event-outlet.ts';
import { followRun, readStartingAfter } from './follow-run.ts';

/** A run with what ends it. */
interface Entry {
  readonly run: BackgroundRun;
  readonly outlet: EventOutlet;
  /** Resolves when its request is over and recorded. */
  readonly over: Promise<void>;
}

/** The responses that this process makes in the background, and those it made a short while ago. */
export interface BackgroundRuns {
  /** @throws {Refusal} `concurrency_exceeded` when too many run. */
  requireRoom(): void;
  add(whose: Pick<OwnResponse, 'projectId' | 'id'>, entry: Entry): void;
  /** The response as it is now; null where this process knows nothing newer than what is stored. */
  stateOf(response: OwnResponse): JsonObject | null;
  /** Gives a client the events of a response. @throws {Refusal} `invalid_request`. */
  follow(exchange: Exchange, response: OwnResponse, query: URLSearchParams): Promise<void>;
  /** Ends a response, and resolves when its request is settled; null where it does not run here. */
  cancel(response: OwnResponse): Promise<JsonObject | null>;
  /** Lets what runs go on for at most `graceMs`; what is not over then is shown as failed. */
  close(graceMs: number): Promise<void>;
}

/** How long the events of a response stay after its end. */
const EVENTS_MS = 600_000;
/** What the events of responses that ended may take together; the oldest are let go. */
const MOST_KEPT_BYTES = 64 * 1024 * 1024;
/** Responses that are made at once. */
const MOST_RUNNING = 1_024;

/** By what a run is told apart. */
function runKey({ projectId, id }: Pick<OwnResponse, 'projectId' | 'id'>): string {
  return `${projectId} ${id}`;
}

/** No run yet. */
export function createBackgroundRuns(
  deps: Pick<GatewayDeps, 'heartbeats' | 'clock'>,
  work: RunningWork,
): BackgroundRuns {
  const running = new Map<string, Entry>();
  const ended = new Map<string, BackgroundRun>();

  function keepEvents(key: string, { run }: Entry): void {
    running.delete(key);
    ended.set(key, run);
    let bytes = [...ended.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [oldest, { bytes: freed }] of ended) {
      if (bytes <= MOST_KEPT_BYTES) {
        break;
      }
      ended.delete(oldest);
      bytes -= freed;
    }
    setTimeout(() => ended.delete(key), EVENTS_MS).unref();
  }

  function find(response: OwnResponse): BackgroundRun | undefined {
    const key = runKey(response);
    return running.get(key)?.run ?? ended.get(key);
  }

  return {
    requireRoom() {
      if (running.size >= MOST_RUNNING) {
        const message = 'Too many responses are made in the background; try again later';
        throw new Refusal('concurrency_exceeded', { message, retryAfterS: 5 });
      }
    },
    add(whose, entry) {
      const key = runKey(whose);
      running.set(key, entry);
      void work.track(entry.over).then(() => keepEvents(key, entry));
    },
    stateOf: (response) => find(response)?.response ?? null,
    async follow(exchange, response, query) {
      const run = find(response);
      if (run === undefined) {
        throw new Refusal('invalid_request', {
          message: 'The events of this response are not kept any more; retrieve it without `stream`',
          param: 'stream',
        });
      }
      return followRun(exchange, run, readStartingAfter(query), deps);
    },
    async cancel(response) {
      const entry = running.get(runKey(response));
      if (entry === undefined) {
        return null;
      }
      entry.run.cancel();
      entry.outlet.destroy();
      await entry.over;
      return entry.run.response;
    },
    async close(graceMs) {
      const cut = setTimeout(() => {
        for (const { run, outlet } of running.values()) {
          run.fail({ message: 'The gateway was stopped before the response was complete' });
          outlet.destroy();
        }
      }, graceMs);
      await Promise.all([...running.values()].map(({ over }) => over));
      clearTimeout(cut);
    },
  };
}
