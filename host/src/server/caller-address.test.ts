import { expect, test } from 'vitest';
import { callerAddress, callerNetwork } from './caller-address.ts';

test.each([
  ['without proxies the header is not believed', '9.9.9.9', 0, '10.0.0.1'],
  ['one proxy is believed about its caller', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
  ['two proxies are believed', '1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['a shorter chain ends at its first', '1.1.1.1', 5, '1.1.1.1'],
  ['no header leaves the connection', undefined, 1, '10.0.0.1'],
])('%s', (_name, header, hops, expected) => {
  expect(callerAddress('10.0.0.1', header, hops)).toBe(expected);
});

test.each([
  ['IPv4', '203.0.113.9', '203.0.113.9'],
  ['IPv4 as a socket for both has it', '::ffff:203.0.113.9', '203.0.113.9'],
  ['the same in hexadecimal', '::FFFF:cb00:7109', '203.0.113.9'],
  ['IPv6', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['another of the same line', '2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['with zeros before', '2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['the line next to it', '2001:db8:1:3::9', '2001:db8:1:3::/64'],
  ['zeros within the network', '2001:db8::1', '2001:db8:0:0::/64'],
  ['the own machine', '::1', '0:0:0:0::/64'],
  ['with a zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['nothing', '', ''],
  ['rubbish', 'unknown%', 'unknown%'],
])('who counts as one caller: %s', (_name, address, network) => {
  expect(callerNetwork(address)).toBe(network);
});
