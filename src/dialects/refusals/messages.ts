import type { Refusal } from '../../core/refusal.ts';
import type { KindWords, RefusalRenderer } from './rendered-refusal.ts';

/** Error types of the Messages API (docs.anthropic.com/en/api/errors). */
const TYPES: KindWords = {
  authentication: 'authentication_error',
  billing: 'billing_error',
  invalid_request: 'invalid_request_error',
  not_found: 'not_found_error',
  overloaded: 'overloaded_error',
  permission: 'permission_error',
  rate_limit: 'rate_limit_error',
  too_large: 'request_too_large',
  upstream: 'api_error',
};

/** The Messages envelope; also what every path answers before its dialect is known. */
export const messagesRefusal: RefusalRenderer = {
  // Claude Code understands a spend limit as 429 with billing_error and x-should-retry: false.
  status: (refusal) => (refusal.kind === 'billing' ? 429 : refusal.status),
  body: (refusal, requestId) => ({
    type: 'error',
    error: { type: typeOf(refusal), message: refusal.message, code: refusal.code },
    request_id: requestId,
  }),
};

function typeOf(refusal: Refusal): string {
  return refusal.code === 'upstream_timeout' ? 'timeout_error' : TYPES[refusal.kind];
}
