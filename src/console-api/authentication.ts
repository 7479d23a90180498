import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { ManagementEnv } from './context.ts';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Lets through who presents a management key. Hashes are compared, each in constant time and always all
 * of them, so that neither length nor beginning of a key can be found out by asking.
 */
export function authenticate(managementKeys: readonly Secret[]): MiddlewareHandler<ManagementEnv> {
  const known = managementKeys.map((key) => sha256(key.reveal()));
  return async (context, next) => {
    const header = context.req.header('authorization');
    if (header === undefined) {
      throw new Refusal('missing_api_key', {
        message: 'The management API needs a management key; send it as "Authorization: Bearer <key>"',
      });
    }
    const presented = sha256(BEARER.exec(header)?.[1] ?? '');
    let isKnown = false;
    for (const hash of known) {
      isKnown = timingSafeEqual(hash, presented) || isKnown;
    }
    if (!isKnown) {
      throw new Refusal('invalid_api_key', { message: 'Invalid management key' });
    }
    const credentialHash = presented.toString('hex');
    context.set('actor', { name: `management:${credentialHash.slice(-4)}`, credentialHash });
    await next();
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
