import { afterAll, expect, test } from 'vitest';
import { totpCode } from '../src/identity/totp.ts';
import { createTestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { createBrowserJar, type BrowserJar } from './browser-jar.ts';
import { CLIENT, startOidcOp, type OidcUser } from './oidc-op.ts';

const host = await createTestHost({
  database: await makeDatabase(),
  log: { debug() {}, info() {}, warn() {}, error() {} },
});
const base = await host.listen();
const op = await startOidcOp();
afterAll(async () => {
  await host.close();
  await op.close();
});

const PROVIDERS = '/api/settings/sign-in/providers';
const administrator = host.as('administrator');
const roles = await administrator.get('/api/tessera/roles?_end=100');
const salesRep = roles.body.find((role: { key: string }) => role.key === 'sales-rep').id;
const made = await administrator.post(PROVIDERS, {
  label: 'Company',
  issuer: op.issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  provisioning: 'create',
  roles: [salesRep],
  domains: ['Example.com'],
});
const provider = made.body.id;
op.serve(made.body.redirectUri);

const start = `${base}/api/auth/oidc/${provider}`;
const callback = `${start}/callback`;

/** Goes to the provider and back; answers the address of the callback, not visited yet. */
const goAndCome = (browser: BrowserJar, path = '') => browser.travel(`${start}${path}`, callback);

/** Where the browser ends up, after the callback. */
async function land(browser: BrowserJar, address: string): Promise<string | null> {
  const response = await browser.visit(address);
  expect(response.status).toBe(302);
  return response.headers.get('location');
}

async function signIn(browser: BrowserJar, path = ''): Promise<string | null> {
  return land(browser, await goAndCome(browser, path));
}

async function me(browser: BrowserJar) {
  const response = await browser.visit(`${base}/api/auth/me`);
  return response.status === 200 ? (await response.json()).user : response.status;
}

const user = (email: string, more: Partial<OidcUser> = {}): OidcUser => ({
  email,
  email_verified: true,
  ...more,
});

test('what is set up comes out without its secret, and the door offers it', async () => {
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: provider,
      label: 'Company',
      issuer: op.issuer,
      clientId: CLIENT.id,
      clientSecret: { $secret: true },
      scopes: ['openid', 'profile', 'email'],
      provisioning: 'create',
      roles: [salesRep],
      domains: ['example.com'],
      isActive: true,
      redirectUri: callback,
    },
  ]);
  const stored = await host.kernel.database.query(
    'select to_jsonb(p)::text from tessera.oidc_provider p union all select changes::text from tessera.audit',
  );
  expect(JSON.stringify(stored)).not.toContain(CLIENT.secret);
  expect((await host.as('anonymous').get('/api/auth/methods')).body).toEqual({
    password: true,
    reset: true,
    passwordLength: 10,
    providers: [{ id: provider, label: 'Company' }],
  });
  const tested = await administrator.post(`${PROVIDERS}/${provider}/test`);
  expect(tested.body).toEqual({
    issuer: op.issuer,
    authorizationEndpoint: `${op.issuer}/auth`,
  });
});

test('a known user comes in by the address that the provider vouches for, and by the account from then on', async () => {
  const id = await host.user({ name: 'Known', email: 'known@example.com' });
  op.who('sub-known', user('Known@Example.com'));
  const browser = createBrowserJar();
  expect(await signIn(browser, '?return=%2Fcustomer%2Faccounts%3Fa%3D1')).toBe(
    '/customer/accounts?a=1',
  );
  expect(await me(browser)).toMatchObject({ id, name: 'Known' });
  op.who('sub-known', user('moved@elsewhere.example', { email_verified: false }));
  const other = createBrowserJar();
  expect(await signIn(other, '?return=//evil.example')).toBe('/');
  expect(await me(other)).toMatchObject({ id });
  const audit = await host.kernel.database.query<{ action: string; changes: unknown }>(
    `select action, changes from tessera.audit where record_id = $1 and user_id = $1 order by id`,
    [id],
  );
  expect(audit).toEqual([
    { action: 'providerLinked', changes: { provider: [null, 'Company'] } },
    { action: 'signIn', changes: { method: [null, 'oidc'] } },
    { action: 'signIn', changes: { method: [null, 'oidc'] } },
  ]);
});

test('somebody new of a domain that is named becomes a user with the roles of the provider', async () => {
  op.who('sub-new', user('new@example.com', { name: 'New Person' }));
  const browser = createBrowserJar();
  expect(await signIn(browser)).toBe('/');
  const { id, name } = await me(browser);
  expect(name).toBe('New Person');
  const record = await administrator.get(`/api/tessera/users/${id}`);
  expect(record.body).toMatchObject({
    email: 'new@example.com',
    status: 'active',
    roles: [salesRep],
  });
});

test('nobody comes in unvouched, of another domain, suspended, or not in the workspace yet', async () => {
  await host.user({ name: 'Elsewhere', email: 'known@elsewhere.example' });
  const suspended = await host.user({ name: 'Suspended', email: 'suspended@example.com' });
  await administrator.post(`/api/tessera/users/${suspended}/suspend`);
  await administrator.post('/api/tessera/users', { name: 'Owner', email: 'owner@example.com' });
  const portal = await host.user({ name: 'Portal', email: 'portal@example.com' });
  await host.kernel.database.query(`update tessera."user" set audience = 'portal' where id = $1`, [
    portal,
  ]);
  const cases: [string, OidcUser, string][] = [
    [
      'unvouched',
      user('unvouched@example.com', { email_verified: false }),
      'HOST_OIDC_EMAIL_UNVERIFIED',
    ],
    ['elsewhere', user('known@elsewhere.example'), 'HOST_OIDC_ACCOUNT_MISSING'],
    ['disguised', user('x@example.com@elsewhere.example'), 'HOST_OIDC_ACCOUNT_MISSING'],
    ['suspended', user('suspended@example.com'), 'HOST_OIDC_ACCOUNT_MISSING'],
    ['owner', user('owner@example.com'), 'HOST_OIDC_ACCOUNT_MISSING'],
    ['portal', user('portal@example.com'), 'HOST_OIDC_ACCOUNT_MISSING'],
  ];
  const users = async () => host.kernel.database.query('select count(*) from tessera."user"');
  const before = await users();
  for (const [subject, claims, code] of cases) {
    op.who(subject, claims);
    const browser = createBrowserJar();
    expect([subject, await signIn(browser)]).toEqual([subject, `/?problem=${code}`]);
    expect(await me(browser)).toBe(401);
  }
  expect(await users()).toEqual(before);

  // Also one who was in before.
  op.who('sub-new', user('new@example.com'));
  await host.kernel.database.query(
    `update tessera."user" set status = 'suspended' where email = 'new@example.com'`,
  );
  expect(await signIn(createBrowserJar())).toBe('/?problem=HOST_OIDC_ACCOUNT_MISSING');
  op.who(undefined);
  expect(await signIn(createBrowserJar())).toBe('/?problem=HOST_OIDC_REFUSED');
});

test('a sign-in is taken up once, in its own browser, with its own state, nonce and code', async () => {
  op.who('sub-known', user('known@example.com'));
  const browser = createBrowserJar();
  const once = await goAndCome(browser);
  expect(await land(browser, once)).toBe('/');
  const failed = '/?problem=HOST_OIDC_FAILED';
  expect(await land(browser, once)).toBe(failed);

  const own = createBrowserJar();
  const address = await goAndCome(own);
  const other = createBrowserJar();
  expect(await land(other, address)).toBe(failed);
  expect(await me(other)).toBe(401);
  // The try has used it up.
  expect(await land(own, address)).toBe(failed);

  const swapped = createBrowserJar();
  const there = await swapped.visit(start);
  const url = new URL(there.headers.get('location') ?? '');
  expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  url.searchParams.set('nonce', 'another-nonce');
  expect(await land(swapped, await swapped.travel(url.href, callback))).toBe(failed);
  expect(await me(swapped)).toBe(401);

  const changes: ((query: URLSearchParams) => void)[] = [
    (query) => query.set('state', `tsr_${'a'.repeat(43)}`),
    (query) => query.delete('state'),
    (query) => query.set('code', 'another'),
    (query) => query.delete('code'),
    (query) => query.set('iss', 'https://evil.example'),
  ];
  for (const change of changes) {
    const tricked = createBrowserJar();
    const changed = new URL(await goAndCome(tricked));
    change(changed.searchParams);
    expect([changed.search, await land(tricked, changed.href)]).toEqual([changed.search, failed]);
    expect(await me(tricked)).toBe(401);
  }

  const late = createBrowserJar();
  const tooLate = await goAndCome(late);
  await host.kernel.database.query(
    `update tessera.oidc_login set expires_at = expires_at - interval '11 minutes'`,
  );
  expect(await land(late, tooLate)).toBe(failed);
});

test('a second factor of ours is asked for, unless the provider has asked for one', async () => {
  const browser = createBrowserJar();
  op.who('sub-known', user('known@example.com'));
  await signIn(browser);
  const send = (path: string, body: object) =>
    browser.visit(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify(body),
    });
  // Without a password, a session that has just begun is enough.
  const { secret } = await (await send('/api/auth/second-factor/begin', {})).json();
  const code = totpCode(secret, host.clock.now());
  expect((await send('/api/auth/second-factor', { code })).status).toBe(200);

  const weak = createBrowserJar();
  const landed = new URL((await signIn(weak, '?return=/sales')) ?? '', base);
  expect(landed.searchParams.get('return')).toBe('/sales');
  expect(await me(weak)).toBe(401);
  host.clock.advance(30_000);
  const answered = await weak.visit(`${base}/api/auth/login/second-factor`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({
      challenge: landed.searchParams.get('challenge'),
      code: totpCode(secret, host.clock.now()),
    }),
  });
  expect(answered.status).toBe(200);
  expect(await me(weak)).toMatchObject({ name: 'Known' });

  op.who('sub-known', user('known@example.com', { amr: ['pwd', 'otp'] }));
  const strong = createBrowserJar();
  expect(await signIn(strong)).toBe('/');
  expect(await me(strong)).toMatchObject({ name: 'Known' });

  const policy = { passwordLength: 10, secondFactor: 'everybody', sessionDays: 30, idleDays: 7 };
  await administrator.put('/api/settings/sign-in', policy);
  await host.user({ name: 'Strong', email: 'strong@example.com', roles: ['sales-rep'] });
  const status = async (amr: string[]) => {
    op.who('sub-strong', user('strong@example.com', { amr }));
    const someone = createBrowserJar();
    expect(await signIn(someone)).toBe('/');
    const answer = await someone.visit(`${base}/api/tessera/users`);
    return answer.status === 200 ? 200 : (await answer.json()).code;
  };
  expect(await status(['pwd'])).toBe('HOST_SECOND_FACTOR_NEEDED');
  expect(await status(['mfa'])).toBe(200);
});
