import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import type { Refusal, RefusalKind } from '../../core/refusal.ts';

const KINDS: Readonly<Record<RefusalKind, UpstreamErrorKind>> = {
  authentication: 'authentication',
  billing: 'billing',
  invalid_request: 'invalid-request',
  not_found: 'not-found',
  overloaded: 'overloaded',
  permission: 'permission',
  rate_limit: 'rate-limit',
  too_large: 'too-large',
  upstream: 'server',
};

/** A refusal of the gateway as an error that a codec can say inside a stream. */
export function refusedError(refusal: Refusal): CanonicalError {
  return {
    kind: refusal.code === 'upstream_timeout' ? 'timeout' : KINDS[refusal.kind],
    status: refusal.status,
    message: refusal.message,
    code: refusal.code,
    retryAfterS: refusal.retryAfterS ?? null,
  };
}
