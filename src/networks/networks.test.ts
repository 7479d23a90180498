import { describe, expect, it } from 'vitest';
import { createNetworkList, parseNetwork, plainAddress } from './networks.ts';

describe('parseNetwork', () => {
  it.each([
    ['10.1.2.3', { address: '10.1.2.3', prefix: 32, family: 'ipv4' }],
    ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
    ['2001:db8::/32', { address: '2001:db8::', prefix: 32, family: 'ipv6' }],
    ['::1', { address: '::1', prefix: 128, family: 'ipv6' }],
    ['::ffff:10.0.0.0/104', { address: '::ffff:10.0.0.0', prefix: 104, family: 'ipv6' }],
  ])('reads %s', (text, network) => {
    expect(parseNetwork(text)).toEqual(network);
  });

  it.each([
    '',
    ' ',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    '010.0.0.1',
    '256.0.0.1',
    '2001:db8::/129',
    'fe80::1%eth0',
    'localhost',
    '*',
    '10.0.0.*',
    '10.0.0.1-10.0.0.9',
  ])('refuses "%s"', (text) => {
    expect(parseNetwork(text)).toBeNull();
  });
});

describe('createNetworkList', () => {
  it.each([
    [['10.0.0.0/8'], '10.255.0.1', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['10.9.9.9/8'], '10.0.0.1', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '::ffff:a01:203', true],
    [['10.0.0.0/8'], '2001:db8::1', false],
    [['::ffff:10.0.0.0/104'], '10.1.2.3', true],
    [['::ffff:10.1.2.3'], '10.1.2.3', true],
    [['::ffff:10.1.2.3'], '10.1.2.4', false],
    [['2001:db8::/32'], '2001:db8:ffff::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['2001:DB8::1'], '2001:db8:0:0::1', true],
    [['0.0.0.0/0'], '203.0.113.9', true],
    [['192.0.2.7', '2001:db8::/64'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [[], '192.0.2.8', false],
    [['0.0.0.0/0', '::/0'], '', false],
    [['0.0.0.0/0', '::/0'], 'garbage', false],
  ])('%j contains %s: %s', (texts, address, expected) => {
    expect(createNetworkList(texts).contains(address)).toBe(expected);
  });

  it('never leaves out what it cannot read', () => {
    expect(() => createNetworkList(['10.0.0.0/99'])).toThrow(RangeError);
  });
});

describe('plainAddress', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['', ''],
  ])('%s is %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});
