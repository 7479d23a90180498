import type { Clock } from '../../core/clock.ts';
import { Refusal, type RefusalCode } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/** Where a credential may stand beside the headers. */
export type QueryKey = 'accepted' | 'refused';

/**
 * Finds the key a request was sent with. What the key may do is judged later; only a key that is
 * disabled, deleted or rotated away is refused here, in the same words as one that never was, and then
 * one that comes from where it may not be used. At once for a key that is known, since a promise that is
 * refused costs a flood of bad keys more than the look.
 * @throws {Refusal} `missing_api_key`, `invalid_api_key`, `conflicting_credentials`, `key_in_query`,
 *   `ip_not_allowed`, `rate_limit_exceeded` for an address that presented too many unknown keys.
 */
export function authenticate(
  exchange: Exchange,
  queryKey: QueryKey,
  deps: Pick<GatewayDeps, 'keyAccess' | 'clock'>,
): KeyAccess | Promise<KeyAccess> {
  const presented = readCredential(exchange, queryKey);
  if (presented === null) {
    throw new Refusal('missing_api_key');
  }
  const found = deps.keyAccess.find(presented, exchange.clientAddress);
  return found instanceof Promise
    ? found.then((late) => admit(exchange, late, deps.clock))
    : admit(exchange, found, deps.clock);
}

function admit(exchange: Exchange, access: KeyAccess | RefusalCode, clock: Clock): KeyAccess {
  if (typeof access === 'string') {
    throw new Refusal(access);
  }
  exchange.access = access;
  if (access.errorFormat === 'flat') {
    exchange.refusalFormat = 'flat';
  }
  if (access.key.status !== 'active' || hasRunOut(access, clock)) {
    throw new Refusal('invalid_api_key');
  }
  requireAddress(access, exchange.clientAddress);
  return access;
}

/** Whether the string that was presented is one its key was rotated from, after the overlap. */
function hasRunOut({ worksUntilMs }: KeyAccess, clock: Clock): boolean {
  return worksUntilMs !== null && clock.nowMs() >= worksUntilMs;
}

/** The refusal names neither the address nor the lists, since whoever reads it may be a thief. */
function requireAddress({ policy }: KeyAccess, address: string): void {
  for (const rules of policy.addresses) {
    if (!rules.allows(address)) {
      throw new Refusal('ip_not_allowed');
    }
  }
}

/**
 * The one credential of a request. The same key in two headers is fine, since Claude Code sends it so.
 * An empty header counts as absent: Gemini CLI sends one.
 */
function readCredential({ request, query }: Exchange, queryKey: QueryKey): string | null {
  const { headers } = request;
  let credential: string | null = null;
  for (const candidate of [
    bearer(headers.authorization),
    headers['x-api-key'],
    headers['x-goog-api-key'],
    query.includes('key=') ? keyOfQuery(query, queryKey) : null,
  ]) {
    if (typeof candidate !== 'string' || candidate === '') {
      continue;
    }
    if (credential !== null && credential !== candidate) {
      throw new Refusal('conflicting_credentials');
    }
    credential = candidate;
  }
  return credential;
}

function bearer(header: string | undefined): string | null {
  return header !== undefined && /^bearer /i.test(header) ? header.slice(7).trim() : null;
}

function keyOfQuery(query: string, queryKey: QueryKey): string | null {
  const [key = null, ...others] = new URLSearchParams(query).getAll('key');
  if (key !== null && queryKey === 'refused') {
    throw new Refusal('key_in_query');
  }
  if (others.some((other) => other !== key)) {
    throw new Refusal('conflicting_credentials');
  }
  return key;
}
