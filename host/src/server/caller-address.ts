import { isIPv6 } from 'node:net';

/**
 * The address of the caller. Each trusted proxy adds the one it saw to the end of `X-Forwarded-For`; what stands before
 * those was written by the caller and is not believed.
 */
export function callerAddress(
  connected: string,
  forwardedFor: string | undefined,
  proxyHops: number,
): string {
  if (proxyHops === 0 || !forwardedFor) return connected;
  const chain = [...forwardedFor.split(',').map((part) => part.trim()), connected];
  return chain[Math.max(0, chain.length - 1 - proxyHops)] ?? connected;
}

/**
 * What counts as one caller: an IPv4 address, or the network of 64 bits that a single line gets with IPv6, in which it has more addresses than
 * could be counted. Source: RFC 6177 §2.
 */
export function callerNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const [head = '', tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0);
  const groups = [...left, ...zeros, ...right];
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function groupsOf(text: string): number[] {
  return text
    .split(':')
    .filter(Boolean)
    .map((group) => parseInt(group, 16));
}
