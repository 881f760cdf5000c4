import { expect, test } from 'vitest';
import { callerAddress } from './caller-address.ts';

test.each([
  ['without proxies the header is not believed', '9.9.9.9', 0, '10.0.0.1'],
  ['one proxy is believed about its caller', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
  ['two proxies are believed', '1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['a shorter chain ends at its first', '1.1.1.1', 5, '1.1.1.1'],
  ['no header leaves the connection', undefined, 1, '10.0.0.1'],
])('%s', (_name, header, hops, expected) => {
  expect(callerAddress('10.0.0.1', header, hops)).toBe(expected);
});
