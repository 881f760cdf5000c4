import { join } from 'node:path';
import { findPlugins } from '@tessera/host';
import { createTestHost, type TestClient, type TestHost } from '@tessera/host/testing';
import type { PoolConfig } from 'pg';
import { expect } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';

export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** The first administrator of every workspace here. */
export const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' } as const;

/** A served workspace with the plugins of this example. */
export interface World {
  readonly host: TestHost;
  readonly url: string;
  /** How its database is reached as the owner of the tables; the host works as a role that may do less. */
  readonly connection: PoolConfig;
  readonly locale: Locale;
  /** An administrator without a browser; the first use makes that user. */
  readonly admin: TestClient;
}

/** A workspace that nobody has set up. */
export async function createWorld(locale: Locale): Promise<World> {
  const { plugins } = await findPlugins(join(import.meta.dirname, '..'));
  const connection = await makeDatabase();
  const host = await createTestHost({ database: connection, plugins, settings: { locale } });
  return { host, url: await host.listen(), connection, locale, admin: host.as('administrator') };
}

/** A workspace with its administrator {@link ADA}, three accounts and one opportunity. */
export async function createLivedInWorld(
  locale: Locale,
): Promise<World & { readonly acme: string; readonly deal: string }> {
  const world = await createWorld(locale);
  const setup = { workspace: 'Initech', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
  expect((await world.host.as('anonymous').post('/api/setup', setup)).status).toBe(201);
  const acme = await make(world, '/api/customer/accounts', {
    name: 'Acme',
    industry: 'retail',
    location: 'Kenya',
  });
  await make(world, '/api/customer/accounts', {
    name: 'Bluth',
    industry: 'technology',
    location: 'Japan',
  });
  await make(world, '/api/customer/accounts', {
    name: 'Cyberdyne',
    industry: 'retail',
    location: 'Norway',
  });
  const deal = await make(world, '/api/sales/opportunities', {
    name: 'Big deal',
    account: acme,
    amount: { amount: '1200', currency: 'USD' },
  });
  await world.host.settle();
  return { ...world, acme, deal };
}

/** Makes a record; answers its id. */
export async function make(world: World, path: string, values: object): Promise<string> {
  const made = await world.admin.post(path, values);
  expect(made).toMatchObject({ status: 201 });
  return made.body.id;
}
