import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

/** As much of a request as says where it comes from. */
function request(remoteAddress: string | undefined, forwarded?: string | string[]): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('without trusted proxies', () => {
  const addressOf = createClientAddress([]);

  it.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['::ffff:203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['2001:db8::1', undefined, '2001:db8::1'],
    [undefined, '10.0.0.1', ''],
  ])('%s with %s is %s', (remote, forwarded, expected) => {
    expect(addressOf(request(remote, forwarded))).toBe(expected);
  });
});

describe('behind trusted proxies', () => {
  const addressOf = createClientAddress(['10.0.0.0/8', '2001:db8:ffff::/48']);

  it.each([
    ['a stranger is believed nothing', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['a proxy without the header is the client', '10.0.0.1', undefined, '10.0.0.1'],
    ['what a proxy names is the client', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['over IPv6 notation too', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['what the client wrote itself counts nothing', '10.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['proxies in a row are walked through', '10.0.0.1', '203.0.113.9, 10.0.0.3, 10.0.0.2', '203.0.113.9'],
    ['a row of proxies alone ends at the first', '10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3'],
    ['garbage stops the walk', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
    ['garbage behind a proxy stops it there', '10.0.0.1', '203.0.113.9, , 10.0.0.2', '10.0.0.2'],
    ['an injected text is no address', '10.0.0.1', "1.1.1.1' or 1=1", '10.0.0.1'],
    ['a port is left out', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['brackets and a port too', '10.0.0.1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['IPv6', '2001:db8:ffff::1', '2001:db8::7', '2001:db8::7'],
    ['IPv4 in IPv6 notation', '10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['two headers', '10.0.0.1', ['1.1.1.1', '203.0.113.9'], '203.0.113.9'],
    ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ])('%s', (_, remote, forwarded, expected) => {
    expect(addressOf(request(remote, forwarded))).toBe(expected);
  });
});
