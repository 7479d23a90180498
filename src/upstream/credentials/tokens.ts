import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Secret } from '../../core/secret.ts';
import type { ServiceAccount } from '../../providers/index.ts';
import type { Upstreams } from '../pools.ts';
import { CredentialError } from './credential-error.ts';
import { fetchToken } from './fetch-token.ts';

/** Access tokens of service accounts. */
export interface Tokens {
  /** A token that still works; at once where one is there. @throws {CredentialError} later, when none is given. */
  tokenFor(account: ServiceAccount, allowPrivate: boolean): Secret | Promise<Secret>;
}

/** So long before its end a token is replaced while it is still used. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** So long before its end a token is used no more: a request may take a while to arrive. */
const UNUSED_BEFORE_MS = 30_000;
/** After an answer, whatever it was, nobody asks again for so long. */
const REST_MS = 5_000;
/** Accounts whose tokens are kept. */
const MOST_ACCOUNTS = 1_000;

/** What is known of one account. */
interface Known {
  token: Secret | null;
  endsAtMs: number;
  /** Nobody asks before this moment. */
  restsUntilMs: number;
  asking: Promise<Secret> | null;
}

/** Keeps the tokens of accounts in memory. One request at a time is made for an account. */
export function createTokens(deps: { readonly upstreams: Upstreams; readonly clock: Clock }): Tokens {
  const accounts = new Map<string, Known>();

  function ask(known: Known, account: ServiceAccount, allowPrivate: boolean): Promise<Secret> {
    known.asking ??= fetchToken(deps.upstreams, account, allowPrivate, deps.clock.nowMs())
      .then(({ token, lifetimeMs }) => {
        known.token = token;
        known.endsAtMs = deps.clock.nowMs() + lifetimeMs;
        return token;
      })
      .finally(() => {
        known.restsUntilMs = deps.clock.nowMs() + REST_MS;
        known.asking = null;
      });
    return known.asking;
  }

  return {
    tokenFor(account, allowPrivate) {
      const known = knownOf(accounts, account);
      const nowMs = deps.clock.nowMs();
      const leftMs = known.endsAtMs - nowMs;
      const mayAsk = nowMs >= known.restsUntilMs;
      if (known.token !== null && leftMs > UNUSED_BEFORE_MS) {
        if (leftMs < RENEW_BEFORE_MS && mayAsk) {
          // Whoever needs it next hears of a failure; this token still works.
          ask(known, account, allowPrivate).catch(() => undefined);
        }
        return known.token;
      }
      return mayAsk || known.asking !== null
        ? ask(known, account, allowPrivate)
        : Promise.reject(new CredentialError('the token endpoint gave no token a moment ago'));
    },
  };
}

function knownOf(accounts: Map<string, Known>, account: ServiceAccount): Known {
  const name = nameOf(account);
  const found = accounts.get(name) ?? { token: null, endsAtMs: 0, restsUntilMs: 0, asking: null };
  // Moved to the end, so that the account that was not used for longest is the first.
  accounts.delete(name);
  accounts.set(name, found);
  const [oldest] = accounts.keys();
  if (accounts.size > MOST_ACCOUNTS && oldest !== undefined) {
    accounts.delete(oldest);
  }
  return found;
}

/** An account is its key, so that one that brings a forged key gets nothing of the real one's. */
function nameOf({ clientEmail, tokenUri, scope, privateKey }: ServiceAccount): string {
  const key = createHash('sha256').update(privateKey.reveal()).digest('base64url');
  return [clientEmail, tokenUri, scope, key].join(' ');
}
