import { expect, test } from 'vitest';
import { checkOrigin } from './origin.ts';

const refused = expect.objectContaining({ code: 'HOST_ORIGIN_FOREIGN' });

test.each([
  ['the own origin', 'POST', { host: 'crm.test:4000', origin: 'http://crm.test:4000' }],
  ['the own origin behind TLS', 'POST', { host: 'crm.test', origin: 'https://crm.test' }],
  ['the public address', 'POST', { host: 'inner:4000', origin: 'https://public.test' }],
  ['a program', 'POST', { host: 'crm.test' }],
  ['a typed address', 'POST', { host: 'crm.test', 'sec-fetch-site': 'none' }],
  ['a foreign page that reads', 'GET', { host: 'crm.test', origin: 'https://evil.test' }],
  [
    'a token',
    'DELETE',
    { host: 'crm.test', origin: 'https://evil.test', authorization: 'Bearer x' },
  ],
])('%s passes', (_name, method, headers) => {
  expect(() =>
    checkOrigin(method, new Headers(headers as Record<string, string>), 'https://public.test'),
  ).not.toThrow();
});

test.each([
  ['a foreign page', { host: 'crm.test', origin: 'https://evil.test' }],
  ['another port', { host: 'crm.test:4000', origin: 'http://crm.test:4001' }],
  ['a sandboxed frame', { host: 'crm.test', origin: 'null' }],
  ['a foreign page without Origin', { host: 'crm.test', 'sec-fetch-site': 'cross-site' }],
  ['a neighbour of the same site', { host: 'crm.test', 'sec-fetch-site': 'same-site' }],
])('%s is refused', (_name, headers) => {
  expect(() =>
    checkOrigin('POST', new Headers(headers as Record<string, string>), undefined),
  ).toThrow(refused);
});
