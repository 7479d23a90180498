import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { AddressRefusedError, guardedLookup, isAddressAllowed } from './address-guard.ts';

/**
 * Connects only where an address may be reached. A look-up is skipped for literal addresses, so these are
 * judged before connecting.
 */
export function guardedConnector(allowPrivate: boolean, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: guardedLookup(allowPrivate) });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAddressAllowed(host, allowPrivate)) {
      callback(new AddressRefusedError(), null);
      return;
    }
    connect(target, callback);
  };
}
