import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { AddressRefusedError, guardedLookup, isAddressAllowed } from './address-guard.ts';

/**
 * Whether the host of an address may be connected to, by what its name means now: for a refusal before
 * anything is stored. A name that cannot be looked up yet passes; what counts is the look-up of each
 * connection.
 */
export async function canReachHost(url: URL, allowPrivate: boolean): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) {
    return isAddressAllowed(host, allowPrivate);
  }
  const lookUp = promisify(guardedLookup(allowPrivate));
  return lookUp(host, {}).then(
    () => true,
    (error: unknown) => !(error instanceof AddressRefusedError),
  );
}
