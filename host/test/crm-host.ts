import { customer } from '@tessera/customer';
import customerPackage from '@tessera/customer/package.json' with { type: 'json' };
import { sales } from '@tessera/sales';
import salesPackage from '@tessera/sales/package.json' with { type: 'json' };
import type { InstalledPlugin } from '@tessera/core';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

/** The two plugins as they are. */
export const crmPlugins: readonly InstalledPlugin[] = [
  installed(customer, {
    name: customerPackage.name,
    version: customerPackage.version,
    ...customerPackage.tessera,
  }),
  installed(sales, {
    name: salesPackage.name,
    version: salesPackage.version,
    ...salesPackage.tessera,
  }),
];

/** A host with the plugins `customer` and `sales`, and what else is given. */
export async function createCrmHost(more: readonly InstalledPlugin[] = []): Promise<TestHost> {
  return createTestHost({ database: await makeDatabase(), plugins: [...crmPlugins, ...more] });
}
