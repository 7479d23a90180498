import { sign } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import type { ServiceAccount } from '../../providers/index.ts';
import { askWhole, type WholeAnswer } from '../ask-whole.ts';
import type { Upstreams } from '../pools.ts';
import { CredentialError } from './credential-error.ts';

/** A token as it was given. */
export interface GivenToken {
  readonly token: Secret;
  readonly lifetimeMs: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** The longest a claim may say of itself (developers.google.com/identity/protocols/oauth2/service-account). */
const CLAIM_LIFETIME_S = 3_600;

/**
 * Signs a claim for an account and exchanges it at the account's own token address (RFC 7523).
 * @throws {CredentialError} when the key cannot sign, or no token comes back.
 */
export async function fetchToken(
  upstreams: Upstreams,
  account: ServiceAccount,
  allowPrivate: boolean,
  nowMs: number,
): Promise<GivenToken> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: signClaim(account, Math.floor(nowMs / 1_000)),
  });
  const { status, body } = await post(upstreams, account.tokenUri, allowPrivate, form.toString());
  const { access_token: token, expires_in: lifetimeS } = parseAnswer(body);
  if (status !== 200 || typeof token !== 'string' || token === '') {
    throw new CredentialError(`the token endpoint answered ${status} and gave no token`);
  }
  const isTimed = typeof lifetimeS === 'number' && lifetimeS > 0;
  return { token: new Secret(token), lifetimeMs: (isTimed ? lifetimeS : CLAIM_LIFETIME_S) * 1_000 };
}

function signClaim(account: ServiceAccount, issuedAtS: number): string {
  const { clientEmail, privateKey, privateKeyId, tokenUri, scope } = account;
  const header = { alg: 'RS256', typ: 'JWT', ...(privateKeyId === null ? {} : { kid: privateKeyId }) };
  const times = { iat: issuedAtS, exp: issuedAtS + CLAIM_LIFETIME_S };
  const claim = { iss: clientEmail, scope, aud: tokenUri, ...times };
  const text = [header, claim].map((part) => base64url(JSON.stringify(part))).join('.');
  try {
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey.reveal()).toString('base64url')}`;
  } catch {
    // What Node says of a bad key may quote it.
    throw new CredentialError('the private key of the service account cannot sign');
  }
}

async function post(
  upstreams: Upstreams,
  tokenUri: string,
  allowPrivate: boolean,
  form: string,
): Promise<WholeAnswer> {
  const target = { id: `token ${allowPrivate} ${tokenUri}`, baseUrl: tokenUri, allowPrivate };
  const request = {
    method: 'POST' as const,
    path: '',
    headers: ['content-type', 'application/x-www-form-urlencoded', 'accept', 'application/json'],
    body: Buffer.from(form),
    ...{ firstByteTimeoutMs: TIMEOUT_MS, idleTimeoutMs: TIMEOUT_MS, totalTimeoutMs: TIMEOUT_MS },
  };
  const answer = await askWhole(upstreams.get(target), request, MAX_ANSWER_BYTES);
  if (answer.kind === 'none') {
    throw new CredentialError('the token endpoint could not be asked');
  }
  return answer;
}

function parseAnswer(body: Buffer): { readonly access_token?: unknown; readonly expires_in?: unknown } {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
