import { afterAll, expect, test } from 'vitest';
import { createTestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { createBrowserJar, type BrowserJar } from './browser-jar.ts';
import { CLIENT, startOidcOp } from './oidc-op.ts';

/** Coming in as somebody else, with a provider of identities. */
const host = await createTestHost({
  database: await makeDatabase(),
  log: { debug() {}, info() {}, warn() {}, error() {} },
});
const base = await host.listen();
const first = await startOidcOp();
const second = await startOidcOp();
afterAll(async () => {
  await host.close();
  await first.close();
  await second.close();
});

const PROVIDERS = '/api/settings/sign-in/providers';
const administrator = host.as('administrator');
const made = await administrator.post(PROVIDERS, {
  label: 'Company',
  issuer: first.issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
});
const start = `${base}/api/auth/oidc/${made.body.id}`;
const callback = `${start}/callback`;
first.serve(made.body.redirectUri);
second.serve(made.body.redirectUri);

const land = async (browser: BrowserJar, address: string): Promise<string | null> =>
  (await browser.visit(address)).headers.get('location');

async function nameOf(browser: BrowserJar): Promise<unknown> {
  const response = await browser.visit(`${base}/api/auth/me`);
  return response.status === 200 ? (await response.json()).user.name : response.status;
}

async function signIn(): Promise<unknown> {
  const browser = createBrowserJar();
  await land(browser, await browser.travel(start, callback));
  return nameOf(browser);
}

await host.user({ name: 'Chief', email: 'chief@example.com', roles: ['administrator'] });
await host.user({ name: 'Visitor', email: 'visitor@example.com' });

test('of two who come back with one state at once one is in', async () => {
  first.who('1', { email: 'chief@example.com', email_verified: true });
  const browser = createBrowserJar();
  const address = await browser.travel(start, callback);
  const landed = await Promise.all([1, 2, 3].map(() => land(browser, address)));
  expect(landed.map(String).toSorted((one, other) => one.localeCompare(other))).toEqual([
    '/',
    ...Array(2).fill('/?problem=HOST_OIDC_FAILED'),
  ]);
  expect(await nameOf(browser)).toBe('Chief');
});

test('another issuer’s number one is not the one whom the issuer before called so', async () => {
  expect(await signIn()).toBe('Chief');
  const moved = await administrator.patch(`${PROVIDERS}/${made.body.id}`, {
    issuer: second.issuer,
    clientSecret: CLIENT.secret,
  });
  expect(moved.status).toBe(200);
  second.who('1', { email: 'visitor@example.com', email_verified: true });
  expect(await signIn()).toBe('Visitor');
  second.who('2', { email: 'chief@example.com', email_verified: true });
  expect(await signIn(), 'by his address he is found anew').toBe('Chief');
  expect(await signIn()).toBe('Chief');
  const relabelled = await administrator.patch(`${PROVIDERS}/${made.body.id}`, { label: 'Other' });
  expect(relabelled.status).toBe(200);
  const links = await host.kernel.database.query('select subject from tessera.oidc_account');
  expect(links, 'a new name changes nothing').toHaveLength(2);
});
