import { invalidField, Refusal } from '../../core/refusal.ts';
import { type Exchange, ownHeaders } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { SilentStream } from '../heartbeats.ts';
import type { BackgroundRun } from './background-run.ts';

const HEARTBEAT = Buffer.from(': keep-alive\n\n');

/**
 * Gives a client the events after one it has, and then those that come, until the response is over (fact 15).
 * A client that leaves changes nothing for the response.
 * @throws {Refusal} `invalid_request` when events it wants are not kept any more.
 */
export function followRun(
  exchange: Exchange,
  run: BackgroundRun,
  startingAfter: number,
  { heartbeats, clock }: Pick<GatewayDeps, 'heartbeats' | 'clock'>,
): Promise<void> {
  const { response } = exchange;
  let next = startingAfter + 1;
  if (next < run.firstKept) {
    throw new Refusal('invalid_request', {
      message: `The events of this response are kept from number ${run.firstKept} on`,
      param: 'starting_after',
    });
  }
  const headers = [
    'content-type',
    'text/event-stream',
    'cache-control',
    'no-cache',
    'x-accel-buffering',
    'no',
  ];
  response.writeHead(200, [...headers, ...ownHeaders(exchange)]);
  return new Promise((resolve) => {
    let isPaused = false;
    const stream: SilentStream = {
      lastWriteMs: clock.monotonicMs(),
      slot: -1,
      beat: () => write(HEARTBEAT),
    };
    const unfollow = run.follow(writeNew);
    heartbeats.add(stream);
    response.once('close', stop);
    writeNew();

    function write(bytes: Buffer): void {
      stream.lastWriteMs = clock.monotonicMs();
      if (!isPaused && !response.write(bytes)) {
        isPaused = true;
        response.once('drain', () => {
          isPaused = false;
          writeNew();
        });
      }
    }

    function writeNew(): void {
      for (let event = run.eventAt(next); event !== undefined && !isPaused; event = run.eventAt(next)) {
        next += 1;
        write(event);
      }
      // A client so slow that events were let go before it got them has to ask again.
      const isBehind = next < run.firstKept;
      if (isBehind || (run.isOver && run.eventAt(next) === undefined && !isPaused)) {
        stop();
        response.end();
      }
    }

    function stop(): void {
      unfollow();
      heartbeats.remove(stream);
      resolve();
    }
  });
}

/** What `starting_after` asks for; -1 for everything. @throws {Refusal} `invalid_request`. */
export function readStartingAfter(query: URLSearchParams): number {
  const text = query.get('starting_after');
  const number = text === null ? -1 : Number(text);
  if (!Number.isSafeInteger(number) || number < -1) {
    throw invalidField('starting_after', 'must be a sequence number');
  }
  return number;
}
