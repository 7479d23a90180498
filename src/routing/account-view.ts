import type { Clock } from '../core/clock.ts';
import type { Account, Rest } from './account.ts';

/** How one credential of a channel is, for an operator. Holds nothing of the credential itself. */
export interface AccountView {
  /** Its place among the credentials of the channel. */
  readonly index: number;
  readonly running: number;
  readonly state: 'healthy' | 'resting' | 'probing' | 'revoked';
  /** What it rests from, by upstream model; a model of null is all of them. */
  readonly rests: readonly RestView[];
}

/** One rest. */
export interface RestView {
  readonly model: string | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError: string;
  /** Wall time. */
  readonly untilMs: number;
}

/** An account as it may be shown. */
export function viewOf({ index, load, rests }: Account, clock: Clock): AccountView {
  const nowMs = clock.monotonicMs();
  const offsetMs = clock.nowMs() - nowMs;
  return {
    index,
    running: load.running,
    state: stateOf([...rests.values()], nowMs),
    rests: [...rests].map(([model, rest]) => ({
      model: model === '' ? null : model,
      failures: rest.failures,
      lastError: rest.code,
      untilMs: Math.round(rest.untilMs + offsetMs),
    })),
  };
}

function stateOf(rests: readonly Rest[], nowMs: number): AccountView['state'] {
  if (rests.some(({ isRevoked }) => isRevoked)) {
    return 'revoked';
  }
  if (rests.some(({ untilMs }) => untilMs > nowMs)) {
    return 'resting';
  }
  return rests.length > 0 ? 'probing' : 'healthy';
}
