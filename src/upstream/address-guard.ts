import { type LookupAddress, lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Never reached, whatever a setting says: link-local, which is where clouds keep their metadata. */
const NEVER = blockList([
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['224.0.0.0', 4, 'ipv4'],
  ['ff00::', 8, 'ipv6'],
]);

/** Reached only where the operator allows it: loopback and private networks. */
const PRIVATE = blockList([
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
]);

/** An address may not be connected to. Carries no address in its message, since callers may see it. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'TURNPIKE_ADDRESS_REFUSED';

  constructor() {
    super('the address of the upstream is private or link-local and not allowed');
  }
}

/** Whether a connection to this IP address is allowed. IPv4-mapped IPv6 is judged as the IPv4 it is. */
export function isAddressAllowed(address: string, allowPrivate: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return !NEVER.check(address, family) && (allowPrivate || !PRIVATE.check(address, family));
}

/**
 * A DNS look-up that gives only addresses that may be connected to. It is the look-up of the very
 * connection, so that a name cannot point elsewhere between a check and its use.
 */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const allowed = found.filter((entry) => isAddressAllowed(entry.address, allowPrivate));
      const [first] = allowed;
      if (first === undefined) {
        callback(new AddressRefusedError(), '', 0);
        return;
      }
      answer(allowed, first, options.all === true, callback);
    });
  };
}

function answer(
  allowed: LookupAddress[],
  first: LookupAddress,
  wantsAll: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  if (wantsAll) {
    callback(null, allowed);
  } else {
    callback(null, first.address, first.family);
  }
}

function blockList(subnets: readonly [string, number, 'ipv4' | 'ipv6'][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of subnets) {
    list.addSubnet(network, prefix, family);
  }
  return list;
}
