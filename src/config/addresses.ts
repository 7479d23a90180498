import { parseNetwork } from '../networks/index.ts';
import type { Reading } from './setting.ts';

/** An address or a range of addresses in CIDR notation, IPv4 or IPv6. */
export function readCidr(text: string): Reading<string> {
  return parseNetwork(text) === null
    ? { problem: `"${text}" is no address or range such as 10.0.0.0/8` }
    : { value: text };
}

/** What is wrong with `text` as an http or https address; null when nothing is. */
export function httpUrlProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'must be an address that begins with http:// or https://';
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return 'must have no user, password, query or fragment';
  }
  return null;
}

/** The address of a listener as a program on the same machine reaches it: `0.0.0.0` is every address and none. */
export function reachableUrl(url: string): string {
  const reachable = new URL(url);
  if (reachable.hostname === '0.0.0.0' || reachable.hostname === '[::]') {
    reachable.hostname = '127.0.0.1';
  }
  return reachable.origin;
}
