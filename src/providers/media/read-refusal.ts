import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import type { MediaAnswer, Submitted } from './media-adapter.ts';

/** What an error says of the work that was to be started. */
type Meaning =
  | 'content'
  | 'caller'
  /** The credential or its account: another one may be asked. */
  | 'account'
  | 'busy'
  /** A failure that is answered by whoever would have done the work, so none was. */
  | 'failed'
  | 'unknown';

const MEANINGS: Readonly<Record<UpstreamErrorKind, Meaning>> = {
  'content-filter': 'content',
  'invalid-request': 'caller',
  'context-length': 'caller',
  'bad-signature': 'caller',
  'too-large': 'caller',
  authentication: 'account',
  permission: 'account',
  billing: 'account',
  'not-found': 'account',
  'rate-limit': 'busy',
  overloaded: 'busy',
  server: 'failed',
  timeout: 'unknown',
};
/** Answered by something between us and the upstream, which may have got the request all the same. */
const OF_PROXIES: readonly number[] = [502, 504, 520, 521, 522, 523, 524];

/** What an upstream's error means for a job that was submitted with this answer. */
export function readRefusal(error: CanonicalError): Submitted {
  const { message, status } = error;
  const meaning = OF_PROXIES.includes(status) ? 'unknown' : MEANINGS[error.kind];
  switch (meaning) {
    case 'content':
      return { kind: 'refused', failure: 'content_policy', message, mayGoElsewhere: false };
    case 'caller':
      return { kind: 'refused', failure: 'invalid_input', message, mayGoElsewhere: false };
    case 'account':
    case 'failed':
      return { kind: 'refused', failure: 'upstream_error', message, mayGoElsewhere: true };
    case 'busy':
      return { kind: 'busy', retryAfterMs: error.retryAfterS === null ? null : error.retryAfterS * 1_000 };
    case 'unknown':
      return { kind: 'unreadable', reason: `the upstream answered ${status}` };
  }
}

/** The seconds of `retry-after`; null where it is absent or a date. */
export function retryAfterOf({ headers }: MediaAnswer): number | null {
  const said = headers['retry-after'];
  return typeof said === 'string' && /^\d{1,6}$/.test(said) ? Number(said) : null;
}
