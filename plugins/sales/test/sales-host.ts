import { customer } from '@tessera/customer';
import customerPackage from '@tessera/customer/package.json' with { type: 'json' };
import {
  createTestHost,
  installed,
  type TestHost,
  type TestHostOptions,
} from '@tessera/host/testing';
import { sales } from '@tessera/sales';
import { makeDatabase } from '../../../test/setup/database.ts';
import salesPackage from '../package.json' with { type: 'json' };

/** A host with `customer` and `sales`. */
export async function createSalesHost(options: Partial<TestHostOptions> = {}): Promise<TestHost> {
  return createTestHost({
    database: await makeDatabase(),
    plugins: [
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
    ],
    ...options,
  });
}
