import type { Failure } from './classify-failure.ts';
import type { RetryCause, RetryPolicy } from './retry-policy.ts';

/** How far a request has come. */
export interface Progress {
  /** Attempts that are over. */
  readonly attempts: number;
  /** Since the request began. */
  readonly elapsedMs: number;
  /** Whether the last candidate was already asked twice. */
  readonly isRepeated: boolean;
}

/** What follows a failed attempt. */
export type NextStep =
  | { readonly step: 'stop' }
  | { readonly step: 'elsewhere' }
  /** The same candidate again, after so long. */
  | { readonly step: 'again'; readonly waitMs: number };

const STOP: NextStep = { step: 'stop' };
const ELSEWHERE: NextStep = { step: 'elsewhere' };

/** What a request does after a failure of which its client has seen nothing. */
export function nextStep(failure: Failure, policy: RetryPolicy, progress: Progress): NextStep {
  const { kind, waitMs } = failure;
  if (kind === 'caller' || !policy.on.includes(causeOf(kind))) {
    return STOP;
  }
  const pauseMs = kind === 'again' ? (waitMs ?? 0) : 0;
  if (progress.attempts >= policy.attempts || progress.elapsedMs + pauseMs > policy.withinMs) {
    return STOP;
  }
  return kind === 'again' && !progress.isRepeated ? { step: 'again', waitMs: pauseMs } : ELSEWHERE;
}

function causeOf(kind: Exclude<Failure['kind'], 'caller'>): RetryCause {
  switch (kind) {
    case 'again':
    case 'busy':
      return 'rate_limit';
    case 'broken':
      return 'upstream';
    case 'credential':
      return 'credential';
  }
}
