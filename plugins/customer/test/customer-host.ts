import { customer } from '@tessera/customer';
import { createTestHost, installed, type TestHost } from '@tessera/host/testing';
import { makeDatabase } from '../../../test/setup/database.ts';
import manifest from '../package.json' with { type: 'json' };

/** A host with `customer` alone. */
export async function createCustomerHost(): Promise<TestHost> {
  const { name, version, tessera } = manifest;
  return createTestHost({
    database: await makeDatabase(),
    plugins: [installed(customer, { name, version, ...tessera })],
  });
}
