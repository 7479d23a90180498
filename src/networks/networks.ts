import { BlockList, isIP } from 'node:net';

/** An address, or a range of them in CIDR notation; a single address has the longest prefix. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Addresses and ranges, compiled so that asking costs no allocation of ours. */
export interface NetworkList {
  /** False for what is no address. An IPv4 address in IPv6 notation is the IPv4 address. */
  contains(address: string): boolean;
}

const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

/** Reads `10.1.2.3`, `10.0.0.0/8`, `2001:db8::/32`; null for anything else, a zone included. */
export function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...rest] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  const longest = version === 4 ? 32 : 128;
  const isRange = bits === undefined || (PREFIX.test(bits) && Number(bits) <= longest);
  if (version === 0 || !isRange || rest.length > 0) {
    return null;
  }
  const prefix = bits === undefined ? longest : Number(bits);
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * Compiles addresses and ranges.
 * @throws {RangeError} for a text that is neither, since a rule left out would let strangers in.
 */
export function createNetworkList(texts: readonly string[]): NetworkList {
  const list = new BlockList();
  for (const text of texts) {
    const network = parseNetwork(text);
    if (network === null) {
      throw new RangeError(`"${text}" is no address or range such as 10.0.0.0/8`);
    }
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return {
    contains(address) {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/** The address as it is compared and shown: IPv4 written as IPv6 becomes IPv4, a zone is left out. */
export function plainAddress(address: string): string {
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  return MAPPED.test(bare) ? bare.slice(bare.lastIndexOf(':') + 1) : bare;
}

/** The notation with dots; nodes and proxies write no other. */
const MAPPED = /^::ffff:\d+\.\d+\.\d+\.\d+$/i;
