import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';
import { base } from './toy-plugins.ts';

/** Ways in which somebody who manages a part of the workspace could become an administrator. */
let world: IdentityHost;
let keeper: { id: string; headers: Record<string, string> };
let boss: typeof keeper;
beforeAll(async () => {
  world = await makeIdentityHost([base]);
  const made = await world.host.as('administrator').post('/api/tessera/roles', {
    key: 'keeper',
    name: 'Keeper',
    grants: [],
    permissions: ['tessera.settings.manage'],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  keeper = await world.join('keeper', ['keeper']);
  boss = await world.join('boss', ['administrator']);
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');
const asKeeper = () => ({ headers: keeper.headers });
const evil = {
  host: 'mail.evil.example',
  port: 25,
  secure: false,
  user: null,
  from: 'a@evil.example',
};

test('who manages the settings does not choose the server that reset links go through', async () => {
  const path = '/api/settings';
  for (const mail of [evil, { ...evil, port: 26 }])
    expect(await nobody().patch(path, { mail }, asKeeper())).toMatchObject({
      status: 403,
      body: { code: 'HOST_MAIL_ADMINISTRATOR_NEEDED' },
    });
  const together = await nobody().patch(path, { name: 'Mine', mail: evil }, asKeeper());
  expect(together.status).toBe(403);
  expect((await nobody().get(path, asKeeper())).body).toMatchObject({ name: 'Test', mail: null });
  expect((await nobody().patch(path, { name: 'Ours' }, asKeeper())).status).toBe(200);
});

test('a change of the settings is in the audit, with who did it and without the password', async () => {
  const admin = world.host.as('administrator');
  const mail = { ...evil, host: 'mail.example.com', user: 'crm', password: 'smtp-pass-phrase' };
  expect((await admin.patch('/api/settings', { name: 'Renamed', mail })).status).toBe(200);
  const { password: _password, ...same } = mail;
  for (const sent of [null, { ...same, from: 'x@evil.example' }, { ...mail, password: null }])
    expect((await nobody().patch('/api/settings', { mail: sent }, asKeeper())).status).toBe(403);
  expect(
    (await nobody().patch('/api/settings', { mail: same }, asKeeper())).status,
    'what is as it was may come along',
  ).toBe(200);
  const other = { ...mail, password: 'another-pass-phrase' };
  expect((await admin.patch('/api/settings', { mail: other })).status).toBe(200);
  const rows = await world.host.kernel.database.query<{ user_id: string; changes: object }>(
    `select user_id, changes from tessera.audit where entity = 'tessera.settings' order by id`,
  );
  const [changed, secret] = rows.slice(-2);
  expect(changed?.user_id).not.toBeNull();
  expect(changed?.changes).toMatchObject({
    name: [expect.any(String), 'Renamed'],
    mail: [null, { host: 'mail.example.com', user: 'crm' }],
  });
  expect(secret?.changes, 'a new password is noted').toHaveProperty('mailPassword');
  expect(JSON.stringify(rows)).not.toContain('pass-phrase');
});

test('a token with every permission and no records does not decide who vouches for users', async () => {
  const token = async (scopes?: object) => {
    const made = await nobody().post('/api/auth/tokens', { name: 'few', scopes }, boss);
    expect(made.status).toBe(201);
    return { headers: { authorization: `Bearer ${made.body.token}` } };
  };
  const few = await token({ records: [], permissions: ['*'] });
  const provider = { label: 'Evil', issuer: 'https://login.evil.example', clientId: 'me' };
  const refused = (code: string) => ({ status: 403, body: { code } });
  const path = '/api/settings/sign-in/providers';
  expect(await nobody().post(path, provider, few)).toMatchObject(
    refused('HOST_ADMINISTRATOR_NEEDED'),
  );
  expect(await nobody().patch('/api/settings', { mail: evil }, few)).toMatchObject(
    refused('HOST_MAIL_ADMINISTRATOR_NEEDED'),
  );
  expect((await nobody().post(path, provider, await token())).status).toBe(201);
});
