import type { UpstreamErrorKind } from '../canonical/index.ts';

const KINDS: Readonly<Record<number, UpstreamErrorKind>> = {
  401: 'authentication',
  402: 'billing',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  413: 'too-large',
  429: 'rate-limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/** What a status says where the body says no more, as with the answers of proxies. */
export function kindOfStatus(status: number): UpstreamErrorKind {
  return KINDS[status] ?? (status >= 500 ? 'server' : 'invalid-request');
}
