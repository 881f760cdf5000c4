import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, OTHER, PASSWORD, type IdentityHost } from './identity-host.ts';
import { addon, base } from './toy-plugins.ts';

let world: IdentityHost;
let rep: { id: string; headers: Record<string, string> };
let admin: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base, addon]);
  rep = await world.join('rep', ['sales-rep']);
  admin = await world.join('boss', ['administrator']);
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');
const asBoss = () => ({ headers: admin.headers });
const view = (body: object, headers = admin.headers) =>
  nobody().post('/api/access/view-as', body, { headers });
const endView = (headers = admin.headers) => nobody().delete('/api/access/view-as', { headers });
const me = async (headers = admin.headers) =>
  (await nobody().get('/api/auth/me', { headers })).body.user;

function entries(user: string): Promise<readonly Record<string, any>[]> {
  return world.host.kernel.database.query(
    `select action, user_id, reason, changes from tessera.audit
     where record_id = $1 and action like 'viewAs%' order by id`,
    [user],
  );
}

test('a viewer reads what the other reads, writes nothing, and is himself again afterwards', async () => {
  const mine = await nobody().post('/api/base/things', { name: 'mine' }, { headers: rep.headers });
  await nobody().post('/api/base/things', { name: 'not his' }, asBoss());
  expect((await view({ user: rep.id, reason: 'He sees no deals' })).status).toBe(204);
  expect(await me()).toMatchObject({ id: rep.id, viewedBy: { id: admin.id, name: 'boss' } });
  const meta = (await nobody().get('/api/meta', asBoss())).body;
  expect(meta.user).toMatchObject({ id: rep.id, viewedBy: { id: admin.id, name: 'boss' } });
  expect(meta.user.permissions).not.toContain('tessera.user.manage');
  expect((await nobody().get('/api/base/things', asBoss())).body).toMatchObject([{ name: 'mine' }]);
  const query = await nobody().post('/api/base/things/query', {}, asBoss());
  expect(query.body).toMatchObject([{ name: 'mine' }]);

  const path = `/api/base/things/${mine.body.id}`;
  const refused = { status: 403, body: { code: 'HOST_VIEW_ONLY' } };
  for (const attempt of [
    nobody().post('/api/base/things', { name: 'sneaked' }, asBoss()),
    nobody().patch(path, { name: 'changed' }, asBoss()),
    nobody().put(path, { name: 'changed' }, asBoss()),
    nobody().delete(path, asBoss()),
    nobody().post('/api/base/things/bulk', { delete: [mine.body.id] }, asBoss()),
    nobody().patch('/api/auth/profile', { name: 'Fool' }, asBoss()),
    nobody().post('/api/auth/password', { current: PASSWORD, password: OTHER }, asBoss()),
    nobody().post('/api/auth/tokens', { name: 'back door' }, asBoss()),
    nobody().post('/api/access/view-as', { user: admin.id, reason: 'again' }, asBoss()),
    nobody().post('/api/views', { entity: 'base.thing', name: 'His' }, asBoss()),
  ])
    expect(await attempt).toMatchObject(refused);
  expect((await nobody().get(path, { headers: rep.headers })).body).toMatchObject({
    name: 'mine',
    version: 1,
  });
  expect(await me(rep.headers)).toMatchObject({ id: rep.id, name: 'rep' });
  expect((await me(rep.headers)).viewedBy, 'he himself is not viewed').toBeUndefined();

  expect((await endView()).status).toBe(204);
  expect(await me()).toMatchObject({ id: admin.id });
  expect((await endView()).status, 'ending twice does nothing more').toBe(204);
  expect((await nobody().get('/api/base/things', asBoss())).body).toHaveLength(2);
  expect(await entries(rep.id)).toMatchObject([
    { action: 'viewAs', user_id: admin.id, reason: 'He sees no deals' },
    { action: 'viewAsEnded', user_id: admin.id, changes: { end: [null, 'asked'] } },
  ]);
});

test.each([
  ['without a reason', () => ({ user: rep.id }), 422],
  ['with an empty reason', () => ({ user: rep.id, reason: '  ' }), 422],
  ['himself', () => ({ user: admin.id, reason: 'why' }), 403],
  ['nobody', () => ({ user: '7a7a7a7a-0000-4000-8000-000000000000', reason: 'why' }), 404],
  ['rubbish', () => ({ user: 'rep', reason: 'why' }), 404],
])('nobody is looked through the eyes of: %s', async (_name, body, status) => {
  expect((await view(body())).status).toBe(status);
  expect(await me()).toMatchObject({ id: admin.id });
});

test('neither without the permission, nor with an API token, nor somebody who may do more', async () => {
  expect((await view({ user: admin.id, reason: 'why' }, rep.headers)).status).toBe(403);
  expect(
    (
      await world.host
        .as('administrator')
        .post('/api/access/view-as', { user: rep.id, reason: 'why' })
    ).body.code,
  ).toBe('HOST_SESSION_NEEDED');
  const { host } = world;
  await host.as('administrator').post('/api/tessera/roles', {
    key: 'auditor',
    name: 'Auditor',
    permissions: ['tessera.user.impersonate'],
    grants: [],
  });
  const auditor = await world.join('auditor', ['auditor']);
  expect((await view({ user: admin.id, reason: 'why' }, auditor.headers)).body).toMatchObject({
    status: 403,
    code: 'HOST_VIEW_REFUSED',
  });
  const idle = await world.join('idle');
  expect((await view({ user: idle.id, reason: 'why' }, auditor.headers)).status).toBe(204);
  expect(await me(auditor.headers)).toMatchObject({ id: idle.id });
  const roles = (await host.as('administrator').get('/api/tessera/roles?key=administrator')).body;
  await host.as('administrator').patch(`/api/tessera/users/${idle.id}`, { roles: [roles[0].id] });
  expect(await me(auditor.headers), 'who is raised is not seen any longer').toMatchObject({
    id: auditor.id,
  });
  expect((await entries(idle.id)).at(-1)).toMatchObject({ changes: { end: [null, 'right'] } });
});

test('it ends after half an hour, and what is sent then is not done as oneself', async () => {
  await view({ user: rep.id, reason: 'a long look' });
  world.host.clock.advance(29 * 60_000);
  expect(await me()).toMatchObject({ id: rep.id });
  world.host.clock.advance(61_000);
  const sent = await nobody().post('/api/base/things', { name: 'by whom?' }, asBoss());
  expect(sent).toMatchObject({ status: 403, body: { code: 'HOST_VIEW_ONLY' } });
  expect(await me()).toMatchObject({ id: admin.id });
  expect((await entries(rep.id)).at(-1)).toMatchObject({ changes: { end: [null, 'time'] } });
});

test('live streams are those of the eyes that are looked through, and end with them', async () => {
  const url = await world.host.listen();
  const open = async () => {
    const response = await fetch(`${url}/api/live?entities=base.thing`, asBoss());
    expect(response.status).toBe(200);
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
      return text;
    })();
    await expect.poll(() => text).toContain('event: assembly');
    return { text: () => text, ended: reading };
  };
  const own = await open();
  expect((await view({ user: rep.id, reason: 'watching' })).status).toBe(204);
  await own.ended;
  const seen = await open();
  await world.host.as('administrator').post('/api/base/things', { name: 'not his' });
  await nobody().post('/api/base/things', { name: 'his' }, { headers: rep.headers });
  await expect.poll(seen.text).toContain('event: entity');
  await endView();
  const told = (await seen.ended).match(/event: (?:entity|record)/g);
  expect(told, 'only of what he sees').toHaveLength(1);
});

test('it ends when the user is suspended, and with the session', async () => {
  const seen = await world.join('seen', ['sales-rep']);
  await view({ user: seen.id, reason: 'look' });
  await world.host.as('administrator').post(`/api/tessera/users/${seen.id}/suspend`);
  expect(await me()).toMatchObject({ id: admin.id });

  await view({ user: rep.id, reason: 'look' });
  expect((await nobody().post('/api/auth/logout', {}, asBoss())).status).toBe(204);
  expect((await nobody().get('/api/auth/me', asBoss())).status).toBe(401);
  expect((await entries(rep.id)).at(-1)).toMatchObject({ changes: { end: [null, 'signOut'] } });
});
