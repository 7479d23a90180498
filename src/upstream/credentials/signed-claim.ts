import { createHmac } from 'node:crypto';
import type { Proof } from '../../providers/index.ts';

/** A claim holds from a little before it is made, since clocks differ. */
const EARLIER_S = 5;

/** A token that a key signs for a while (RFC 7519, HS256). */
export function signClaim(
  { issuer, secret, lifetimeS }: Extract<Proof, { kind: 'claim' }>,
  nowMs: number,
): string {
  const nowS = Math.floor(nowMs / 1_000);
  const text = [
    { alg: 'HS256', typ: 'JWT' },
    { iss: issuer, exp: nowS + lifetimeS, nbf: nowS - EARLIER_S },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', secret.reveal()).update(text).digest('base64url')}`;
}
