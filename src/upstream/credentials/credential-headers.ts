import type { Clock } from '../../core/clock.ts';
import type { Secret } from '../../core/secret.ts';
import type { Provider } from '../../providers/index.ts';
import type { Upstreams } from '../pools.ts';
import { signClaim } from './signed-claim.ts';
import { signedHeaders } from './signed-headers.ts';
import { createTokens } from './tokens.ts';

/** A request that is ready but for its credential. */
export interface BareRequest {
  readonly method: 'POST' | 'GET' | 'PUT' | 'DELETE';
  /** Under the base URL, beginning with a slash. */
  readonly path: string;
  readonly body: Buffer | null;
}

/** Where a credential is used. */
export interface CredentialTarget {
  readonly provider: Provider;
  readonly baseUrl: string;
  /** Whether a token may be fetched from a loopback or private address. */
  readonly allowPrivate: boolean;
}

/** Makes the headers that carry a credential. */
export interface CredentialHeaders {
  /**
   * The headers for these very bytes, lower case, flat: name, value, name, value. At once where nothing has
   * to be fetched or computed.
   * @throws {CredentialError} later, when a token is needed and none is given.
   */
  headersFor(
    target: CredentialTarget,
    credential: Secret,
    request: BareRequest,
  ): readonly string[] | Promise<readonly string[]>;
}

/** What sends credentials, fetches tokens for them, or signs with them. Opens no connection yet. */
export function createCredentialHeaders(deps: {
  readonly upstreams: Upstreams;
  readonly clock: Clock;
}): CredentialHeaders {
  const tokens = createTokens(deps);
  return {
    headersFor({ provider, baseUrl, allowPrivate }, credential, request) {
      const proof = provider.proofOf(credential);
      switch (proof?.kind) {
        case undefined:
          return provider.authHeaders(credential);
        case 'token': {
          const token = tokens.tokenFor(proof.account, allowPrivate);
          return token instanceof Promise ? token.then(bearer) : bearer(token);
        }
        case 'claim':
          return ['authorization', `Bearer ${signClaim(proof, deps.clock.nowMs())}`];
        case 'signature':
          return signedHeaders(proof, { ...request, baseUrl, nowMs: deps.clock.nowMs() });
      }
    },
  };
}

function bearer(token: Secret): readonly string[] {
  return ['authorization', `Bearer ${token.reveal()}`];
}
