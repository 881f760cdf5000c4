import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfiguration } from './config.ts';

test('without anything set the defaults hold', () => {
  expect(readConfiguration({})).toEqual({
    port: 4000,
    address: '127.0.0.1',
    dataFolder: resolve('.data'),
    proxyHops: 0,
    requestsPerMinute: 6000,
    safeMode: false,
    hostName: `${hostname()}:4000`,
    logLevel: 'info',
  });
});

test('what is set is read', () => {
  const environment = {
    PORT: '80',
    TESSERA_HOST: '0.0.0.0',
    TESSERA_DATA_DIR: '/data',
    DATABASE_URL: 'postgres://a:b@c/d',
    TESSERA_PLUGINS: 'customer, sales',
    TESSERA_ADMIN_EMAIL: 'a@example.test',
    TESSERA_ADMIN_PASSWORD: 'long enough pass',
    TESSERA_PUBLIC_URL: 'https://crm.example.test/',
    TESSERA_PROXY_HOPS: '1',
    TESSERA_SAFE_MODE: '1',
    TESSERA_HOST_NAME: 'one',
    LOG_LEVEL: 'warn',
  };
  expect(readConfiguration(environment)).toEqual({
    port: 80,
    address: '0.0.0.0',
    dataFolder: '/data',
    databaseUrl: 'postgres://a:b@c/d',
    plugins: ['customer', 'sales'],
    administrator: { email: 'a@example.test', password: 'long enough pass' },
    publicUrl: 'https://crm.example.test',
    proxyHops: 1,
    requestsPerMinute: 6000,
    safeMode: true,
    hostName: 'one',
    logLevel: 'warn',
  });
});

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['TESSERA_PLUGINS', 'Customer'],
  ['TESSERA_PUBLIC_URL', 'https://crm.example.test/path'],
  ['TESSERA_ADMIN_EMAIL', 'a@example.test'],
  ['TESSERA_ADMIN_PASSWORD', 'short'],
  ['DATABASE_DIRECT_URL', 'postgres://a/b'],
  ['TESSERA_SECRET', 'short'],
])('%s=%s is named as a fault', (name, value) => {
  expect(() => readConfiguration({ [name]: value })).toThrow(
    expect.objectContaining({
      code: 'HOST_CONFIGURATION_INVALID',
      message: expect.stringContaining(name),
    }),
  );
});
