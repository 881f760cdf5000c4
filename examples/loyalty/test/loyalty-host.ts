import { customer } from '@tessera/customer';
import customerPackage from '@tessera/customer/package.json' with { type: 'json' };
import {
  createTestHost,
  installed,
  type TestHost,
  type TestHostOptions,
} from '@tessera/host/testing';
import { loyalty } from '@tessera/loyalty';
import { sales } from '@tessera/sales';
import salesPackage from '@tessera/sales/package.json' with { type: 'json' };
import { makeDatabase } from '../../../test/setup/database.ts';
import loyaltyPackage from '../package.json' with { type: 'json' };

export interface LoyaltyHostOptions extends Partial<TestHostOptions> {
  /** Settings of the plugin. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A host with `customer`, `sales` and `loyalty`. */
export async function createLoyaltyHost({
  config = {},
  ...options
}: LoyaltyHostOptions = {}): Promise<TestHost> {
  return createTestHost({
    database: await makeDatabase(),
    plugins: loyaltyPlugins(config),
    ...options,
  });
}

/** `customer`, `sales` and `loyalty` as they are. */
export function loyaltyPlugins(
  config: Readonly<Record<string, unknown>> = {},
): NonNullable<TestHostOptions['plugins']> {
  return [
    installed(customer, manifest(customerPackage)),
    installed(sales, manifest(salesPackage)),
    { ...installed(loyalty, manifest(loyaltyPackage)), settings: config },
  ];
}

function manifest<T extends { readonly id: string }>(file: {
  readonly name: string;
  readonly version: string;
  readonly tessera: T;
}) {
  return { name: file.name, version: file.version, ...file.tessera };
}
