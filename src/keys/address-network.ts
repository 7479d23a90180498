/**
 * What failures of an address are counted under: an IPv4 address itself, of an IPv6 address the /64
 * network, because every host is given a whole one and could otherwise present a new address each time.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) {
    return address;
  }
  if (address.includes('.')) {
    return address.slice(address.lastIndexOf(':') + 1);
  }
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const tailGroups = tail === '' ? [] : tail.split(':');
    const missing = 8 - groups.length - tailGroups.length;
    groups.push(...Array.from({ length: Math.max(0, missing) }, () => '0'), ...tailGroups);
  }
  return groups.slice(0, 4).join(':');
}
