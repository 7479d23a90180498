import { Refusal } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import { type Claim, type Rejection, refusalFor } from '../../limits/index.ts';
import { openStreamEarly } from '../early-stream.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { SilentStream } from '../heartbeats.ts';

/** What waiting works with. */
export type WaitDeps = Pick<GatewayDeps, 'admissions' | 'clock' | 'heartbeats' | 'turnTimeoutMs'>;

/**
 * Waits in the line of the key until a place is free, and holds nothing meanwhile. A client that waits for a
 * stream gets heartbeats, one that leaves is out of the line at once.
 * @throws {Refusal} `queue_full` at once; `concurrency_exceeded` when no place was free for too long;
 *   whatever else the claim does not fit when it is its turn; `client_gone`.
 */
export function waitForTurn(exchange: Exchange, call: Call, claim: Claim, deps: WaitDeps): Promise<Claim> {
  const { admissions, clock, heartbeats } = deps;
  const { response } = exchange;
  const beganMs = clock.monotonicMs();
  return new Promise((resolve, reject) => {
    const stream: SilentStream = {
      lastWriteMs: beganMs,
      slot: -1,
      beat() {
        const { heartbeat } = call.operation;
        if (heartbeat !== null && openStreamEarly(exchange, call)) {
          stream.lastWriteMs = clock.monotonicMs();
          response.write(heartbeat);
        }
      },
    };
    const timer = setTimeout(() => giveUp(tooLate(claim, deps)), deps.turnTimeoutMs);
    response.once('close', onClientGone);
    heartbeats.add(stream);
    const full = admissions.wait(claim, onTurn);
    if (full !== null) {
      stop();
      reject(refusalFor(full));
    } else if (response.destroyed) {
      onClientGone();
    }

    function onTurn(rejection: Rejection | null): void {
      stop();
      if (rejection === null) {
        resolve(claim);
      } else {
        reject(refusalFor(rejection));
      }
    }

    function onClientGone(): void {
      giveUp(new Refusal('client_gone'));
    }

    function giveUp(refusal: Refusal): void {
      stop();
      if (admissions.leave(claim)) {
        reject(refusal);
      }
    }

    function stop(): void {
      exchange.waitedMs += clock.monotonicMs() - beganMs;
      clearTimeout(timer);
      response.off('close', onClientGone);
      heartbeats.remove(stream);
    }
  });
}

function tooLate({ keyId, limits }: Claim, { admissions, turnTimeoutMs }: WaitDeps): Refusal {
  const running = admissions.key(keyId)?.inFlight ?? 0;
  const message =
    `This API key may run ${limits.concurrency ?? running} requests at once, and none of the ${running} that are ` +
    `running ended within ${Math.round(turnTimeoutMs / 1_000)} s; try again later`;
  return new Refusal('concurrency_exceeded', { message, retryAfterS: 1 });
}
