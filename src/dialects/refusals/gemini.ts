import type { Refusal } from '../../core/refusal.ts';
import type { KindWords, RefusalRenderer } from './rendered-refusal.ts';
import { retryAfterS } from './retry-after.ts';

/** Canonical words of google.rpc.Code. */
const WORDS: KindWords = {
  authentication: 'UNAUTHENTICATED',
  billing: 'FAILED_PRECONDITION',
  invalid_request: 'INVALID_ARGUMENT',
  not_found: 'NOT_FOUND',
  overloaded: 'UNAVAILABLE',
  permission: 'PERMISSION_DENIED',
  rate_limit: 'RESOURCE_EXHAUSTED',
  too_large: 'INVALID_ARGUMENT',
  upstream: 'UNAVAILABLE',
};

/** Google's error body (google.rpc.Status), with the code as the reason of an ErrorInfo. */
export const geminiRefusal: RefusalRenderer = {
  status: statusOf,
  body(refusal) {
    const seconds = retryAfterS(refusal);
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` };
    const info = {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: refusal.code.toUpperCase(),
      domain: 'turnpike',
    };
    return {
      error: {
        code: statusOf(refusal),
        message: refusal.message,
        status: wordOf(refusal),
        details: seconds === null ? [info] : [info, retry],
      },
    };
  },
};

function statusOf(refusal: Refusal): number {
  return refusal.code === 'unsupported_platform' ? 400 : refusal.status;
}

function wordOf(refusal: Refusal): string {
  switch (refusal.code) {
    case 'unsupported_platform':
      return 'FAILED_PRECONDITION';
    case 'internal_error':
      return 'INTERNAL';
    case 'upstream_timeout':
    case 'request_timeout':
      return 'DEADLINE_EXCEEDED';
    default:
      return WORDS[refusal.kind];
  }
}
