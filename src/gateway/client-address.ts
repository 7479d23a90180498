import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { createNetworkList, plainAddress } from '../networks/index.ts';

/** Tells where a request comes from; the empty string when its connection is gone. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * The address of the connection, or, where that is a trusted proxy, the one it names in
 * `X-Forwarded-For`. The header is read from the right, because everything left of the first address
 * that is no proxy of ours was written by whoever sits there; what is no address ends the walk.
 * @throws {RangeError} when one of the proxies is no address or range.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) {
    return connectionAddress;
  }
  const trusted = createNetworkList(trustedProxies);
  return (request) => {
    let address = connectionAddress(request);
    const hops = forwardedFor(request);
    for (let at = hops.length - 1; at >= 0 && trusted.contains(address); at -= 1) {
      const hop = addressOfHop(hops[at] ?? '');
      if (hop === null) {
        return address;
      }
      address = hop;
    }
    return address;
  };
}

function connectionAddress(request: IncomingMessage): string {
  return plainAddress(request.socket.remoteAddress ?? '');
}

/** Several such headers count as one, in their order. */
function forwardedFor({ headers }: IncomingMessage): string[] {
  const header = headers['x-forwarded-for'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text === '' ? [] : text.split(',');
}

/** Some proxies add the port: `203.0.113.9:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;

function addressOfHop(text: string): string | null {
  const hop = text.trim();
  const [, bracketed, dotted] = WITH_PORT.exec(hop) ?? [];
  const address = plainAddress(bracketed ?? dotted ?? hop);
  return isIP(address) === 0 ? null : address;
}
