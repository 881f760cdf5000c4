import { defineEntity, definePlugin, text, user } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installed } from '../src/testing/installed.ts';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';
import { addon, base } from './toy-plugins.ts';

const Post = defineEntity('watch.post', {
  label: { en: 'Post' },
  plural: { en: 'Posts' },
  path: 'posts',
  title: 'name',
  fields: {
    name: text().required(),
    guard: user(),
    deputy: user(),
    badge: user().unique(),
    foundBy: user().readOnly(),
  },
});
const watch = installed(
  definePlugin({
    entities: [Post],
    grants: { 'sales-rep': [{ entity: 'watch.post', actions: { create: 'all', read: 'all' } }] },
  }),
  { id: 'watch' },
);

let world: IdentityHost;
let manager: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base, addon, watch]);
  await admin().post('/api/tessera/roles', {
    key: 'people',
    name: 'People',
    permissions: ['tessera.user.manage'],
    grants: [{ entity: 'tessera.user', actions: { read: 'all', update: 'all' } }],
  });
  manager = await world.join('manager', ['people']);
});
afterAll(() => world?.host.close());

const admin = () => world.host.as('administrator');
const nobody = () => world.host.as('anonymous');

test('a leaver’s records are counted and handed over, also those in the recycle bin', async () => {
  const leaver = await world.join('leaver', ['sales-rep']);
  const heir = await world.join('heir', ['sales-rep']);
  const make = async (name: string): Promise<string> =>
    (await nobody().post('/api/base/things', { name }, { headers: leaver.headers })).body.id;
  const kept = await make('kept');
  const binned = await make('binned');
  await nobody().delete(`/api/base/things/${binned}`, { headers: leaver.headers });
  const path = `/api/tessera/users/${leaver.id}/hand-over`;
  expect((await admin().get(path)).body).toEqual({
    records: [{ entity: 'base.thing', field: 'owner', count: 2 }],
  });

  const reason = encodeURIComponent('他离职了');
  const given = await admin().post(
    path,
    { to: heir.id },
    { headers: { 'x-change-reason': reason, 'x-request-id': 'leaving-1' } },
  );
  expect(given.body).toEqual({
    handedOver: [{ entity: 'base.thing', field: 'owner', count: 2 }],
  });
  expect((await admin().get(path)).body).toEqual({ records: [] });
  expect((await admin().post(path, { to: heir.id })).body).toEqual({ handedOver: [] });
  const things = await nobody().get('/api/base/things', { headers: heir.headers });
  expect(things.body).toMatchObject([{ id: kept, owner: heir.id }]);
  const back = await nobody().post(
    `/api/base/things/${binned}/restore`,
    {},
    { headers: heir.headers },
  );
  expect(back).toMatchObject({ status: 200, body: { name: 'binned', owner: heir.id } });
  const found = await nobody().get('/api/search?q=binned', { headers: heir.headers });
  expect(found.body).toMatchObject([{ id: binned }]);

  const written = await world.host.kernel.database.query(
    `select record_id, request_id, reason, changes from tessera.audit
     where entity = 'base.thing' and changes ? 'owner' and action = 'update' order by record_id`,
  );
  expect(written).toEqual(
    [kept, binned].toSorted().map((id) => ({
      record_id: id,
      request_id: 'leaving-1',
      reason: '他离职了',
      changes: { owner: [leaver.id, heir.id] },
    })),
  );
});

test('who does the work is another in every field that people fill in, or in those that are chosen', async () => {
  const leaver = await world.join('guard', ['sales-rep']);
  const heir = await world.join('relief', ['sales-rep']);
  const other = await world.join('other', ['sales-rep']);
  const work = { guard: leaver.id, deputy: leaver.id, badge: leaver.id };
  const gate = (await admin().post('/api/watch/posts', { name: 'Gate', ...work })).body;
  const tower = (await admin().post('/api/watch/posts', { name: 'Tower', guard: leaver.id })).body;
  const moat = (await admin().post('/api/watch/posts', { name: 'Moat', guard: other.id })).body;
  const { database } = world.host.kernel;
  await database.query('update watch.post set found_by_id = $1', [leaver.id]);

  const path = `/api/tessera/users/${leaver.id}/hand-over`;
  const guard = { entity: 'watch.post', field: 'guard', count: 2 };
  const deputy = { entity: 'watch.post', field: 'deputy', count: 1 };
  expect((await admin().get(path)).body).toEqual({ records: [guard, deputy] });
  for (const field of ['watch.post.badge', 'watch.post.foundBy', 'tessera.team.manager', 'x'])
    expect(
      await admin().post(path, { to: heir.id, fields: ['watch.post.guard', field] }),
    ).toMatchObject({ status: 400, body: { code: 'CORE_REQUEST_INVALID' } });
  expect((await admin().get(path)).body).toEqual({ records: [guard, deputy] });
  expect((await admin().post(path, { to: heir.id, fields: [] })).body).toEqual({ handedOver: [] });

  const chosen = await admin().post(path, { to: heir.id, fields: ['watch.post.deputy'] });
  expect(chosen.body).toEqual({ handedOver: [deputy] });
  expect((await admin().post(path, { to: heir.id })).body).toEqual({ handedOver: [guard] });
  const read = async (id: string) => (await admin().get(`/api/watch/posts/${id}`)).body;
  const stays = { badge: leaver.id, foundBy: leaver.id };
  expect(await read(gate.id)).toMatchObject({
    ...stays,
    guard: heir.id,
    deputy: heir.id,
    version: 3,
  });
  expect(await read(tower.id)).toMatchObject({ guard: heir.id, deputy: null, version: 2 });
  expect(await read(moat.id)).toMatchObject({ guard: other.id, version: 1 });
  const written = await database.query(
    `select changes from tessera.audit where record_id = $1 and action = 'update' order by id`,
    [gate.id],
  );
  expect(written.map(({ changes }) => changes)).toEqual([
    { deputy: [leaver.id, heir.id] },
    { guard: [leaver.id, heir.id] },
  ]);
});

test('who only manages users takes nothing from somebody who may do more', async () => {
  const boss = await world.join('boss', ['administrator']);
  const thing = await nobody().post(
    '/api/base/things',
    { name: 'boss’s' },
    { headers: boss.headers },
  );
  const path = `/api/tessera/users/${boss.id}/hand-over`;
  const beyond = { status: 403, body: { code: 'HOST_USER_BEYOND' } };
  expect(await nobody().get(path, { headers: manager.headers })).toMatchObject(beyond);
  expect(await nobody().post(path, { to: manager.id }, { headers: manager.headers })).toMatchObject(
    beyond,
  );
  expect((await admin().get(`/api/base/things/${thing.body.id}`)).body.owner).toBe(boss.id);

  const idle = await world.join('idle');
  const own = `/api/tessera/users/${idle.id}/hand-over`;
  expect((await nobody().get(own, { headers: manager.headers })).body).toEqual({ records: [] });
  expect((await nobody().get(own, { headers: idle.headers })).status).toBe(403);
  expect((await nobody().get(own)).status).toBe(401);
});

test('the heir is an active user of the staff', async () => {
  const leaver = await world.join('leaver2', ['sales-rep']);
  await nobody().post('/api/base/things', { name: 'stays' }, { headers: leaver.headers });
  const suspended = await world.join('suspended', ['sales-rep']);
  await admin().post(`/api/tessera/users/${suspended.id}/suspend`);
  const portal = await world.join('portal', ['portal-customer']);
  const path = `/api/tessera/users/${leaver.id}/hand-over`;
  const unfit = { status: 422, body: { code: 'HOST_HEIR_UNFIT' } };
  for (const to of [suspended.id, portal.id, await world.roleless('owner')])
    expect(await admin().post(path, { to })).toMatchObject(unfit);
  expect((await admin().post(path, { to: 'rubbish' })).status).toBe(404);
  expect((await admin().get(path)).body.records).toEqual([
    { entity: 'base.thing', field: 'owner', count: 1 },
  ]);
  const missing = '/api/tessera/users/7a7a7a7a-0000-4000-8000-000000000000/hand-over';
  expect((await admin().get(missing)).status).toBe(404);
});

test('a reason that is no percent-encoded text of 500 characters is refused, and nothing happens', async () => {
  for (const reason of ['%E4%BD', 'x'.repeat(501), '%00']) {
    const sent = await admin().post(
      '/api/base/things',
      { name: 'unreasoned' },
      { headers: { 'x-change-reason': reason } },
    );
    expect(sent).toMatchObject({ status: 400, body: { code: 'CORE_REQUEST_INVALID' } });
  }
  const things = (await admin().get('/api/base/things?name=unreasoned')).body;
  expect(things).toEqual([]);
});
