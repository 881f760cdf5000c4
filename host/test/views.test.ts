import { choice, decimal, defineEntity, definePlugin, ref, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const Shelf = defineEntity('toy.shelf', {
  label: { en: 'Shelf' },
  plural: { en: 'Shelves' },
  path: 'shelves',
  title: 'name',
  fields: { name: text().required(), room: text() },
});

const Box = defineEntity('toy.box', {
  label: { en: 'Box' },
  plural: { en: 'Boxes' },
  path: 'boxes',
  title: 'name',
  fields: {
    name: text().required(),
    colour: choice(['red', 'blue']),
    cost: decimal({ scale: 2 }),
    shelf: ref('toy.shelf'),
  },
});

const toy = definePlugin({
  entities: [Shelf, Box],
  grants: {
    'sales-rep': [
      {
        entity: 'toy.box',
        actions: { create: 'own', read: 'all' },
        fields: { '*': 'write', cost: 'none' },
      },
      { entity: 'toy.shelf', actions: { read: 'all' } },
    ],
    'sales-manager': [{ entity: 'toy.*', actions: { read: 'all' } }],
  },
});

const addon = definePlugin({
  entities: [],
  extends: { 'toy.box': { tier: choice(['gold', 'silver']).label({ en: 'Tier' }) } },
});

let host: TestHost;
let administrator: TestClient;
let maker: TestClient;
let mate: TestClient;
let stranger: TestClient;
let manager: TestClient;
let team: string;

beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [
      installed(toy, { id: 'toy' }),
      installed(addon, { id: 'addon', requires: { toy: '^1' } }),
    ],
  });
  administrator = host.as('administrator');
  team = (await administrator.post('/api/tessera/teams', { name: 'North' })).body.id;
  const inTeam = { roles: ['sales-rep'], team };
  maker = host.as(await host.user({ name: 'Maker', ...inTeam }));
  mate = host.as(await host.user({ name: 'Mate', ...inTeam }));
  stranger = host.as(await host.user({ name: 'Stranger', roles: ['sales-rep'] }));
  manager = host.as(await host.user({ name: 'Manager', roles: ['sales-manager'] }));
});
afterAll(() => host?.close());

async function save(client: TestClient, body: object = {}) {
  const made = await client.post('/api/views', { entity: 'toy.box', name: 'Mine', ...body });
  expect(made).toMatchObject({ status: 201 });
  return made.body;
}

async function seen(client: TestClient): Promise<readonly string[]> {
  const { status, body } = await client.get('/api/views?entity=toy.box');
  expect(status).toBe(200);
  return body.views.map(({ id }: { id: string }) => id);
}

test('a view is kept with all it shows, and answers with what it names', async () => {
  const content = {
    layout: 'board',
    by: 'colour',
    filter: { and: [{ colour: { in: ['red'] } }, { 'shelf.room': 'A' }] },
    sort: { field: 'name', direction: 'desc' },
    columns: [{ field: 'name', width: 300 }, { field: 'colour' }],
  };
  const view = await save(maker, { name: '  Red ones ', ...content });
  expect(view).toMatchObject({
    name: 'Red ones',
    visibility: 'private',
    version: 1,
    isMine: true,
    mayChange: true,
    missing: [],
    isDormant: false,
    ...content,
  });
  const { body } = await maker.get('/api/views?entity=toy.box');
  expect(body.views).toContainEqual(view);
  expect(body.teams).toEqual([{ id: team, name: 'North' }]);
  expect(body.mayShare).toBe(false);
});

test('a private view of another reads as none, one of a team is for the team, one for all is for all', async () => {
  const own = await save(maker);
  const shared = await save(maker, { visibility: 'team' });
  const open = await save(manager, { visibility: 'all' });
  expect(shared.team).toBe(team);
  const [byMaker, byMate, byStranger] = await Promise.all([maker, mate, stranger].map(seen));
  expect(byMaker).toEqual(expect.arrayContaining([own.id, shared.id, open.id]));
  expect(byMate).not.toContain(own.id);
  expect(byMate).toEqual(expect.arrayContaining([shared.id, open.id]));
  expect(byStranger).toContain(open.id);
  expect(byStranger).not.toContain(shared.id);
  for (const send of [
    () => mate.patch(`/api/views/${own.id}`, { name: 'Taken' }),
    () => mate.delete(`/api/views/${own.id}`),
    () => mate.post(`/api/views/${own.id}/restore`),
  ])
    expect(await send()).toMatchObject({ status: 404, body: { code: 'HOST_VIEW_MISSING' } });
});

test('only its maker, or whoever shares views with everybody, changes a shared view', async () => {
  const shared = await save(maker, { visibility: 'team' });
  const path = `/api/views/${shared.id}`;
  const foreign = { status: 403, body: { code: 'HOST_VIEW_FOREIGN' } };
  expect(await mate.patch(path, { name: 'Taken' })).toMatchObject(foreign);
  expect(await mate.delete(path)).toMatchObject(foreign);
  const open = await save(administrator, { visibility: 'all' });
  expect(await manager.patch(`/api/views/${open.id}`, { name: 'Better' })).toMatchObject({
    status: 200,
    body: { name: 'Better', isMine: false, mayChange: true },
  });
  expect(await manager.patch(`/api/views/${open.id}`, { visibility: 'private' })).toMatchObject(
    foreign,
  );
  expect(await manager.delete(`/api/views/${open.id}`)).toMatchObject({ status: 204 });
});

test('sharing with everybody needs its permission, sharing with a team a team of one’s own', async () => {
  const body = { entity: 'toy.box', name: 'Open', visibility: 'all' };
  expect(await maker.post('/api/views', body)).toMatchObject({
    status: 403,
    body: { code: 'CORE_NOT_PERMITTED' },
  });
  const own = await save(maker);
  expect(await maker.patch(`/api/views/${own.id}`, { visibility: 'all' })).toMatchObject({
    status: 403,
  });
  const forTeam = { ...body, visibility: 'team', team };
  expect(await stranger.post('/api/views', forTeam)).toMatchObject({
    status: 422,
    body: { code: 'HOST_VIEW_INVALID', errors: [{ pointer: '/team' }] },
  });
  expect(await host.as('anonymous').get('/api/views?entity=toy.box')).toMatchObject({
    status: 401,
  });
  expect(await host.as('anonymous').post('/api/views', body)).toMatchObject({ status: 401 });
});

test('two who change a view do not lose what the other did', async () => {
  const view = await save(maker);
  const path = `/api/views/${view.id}`;
  const headers = { 'If-Match': '"1"' };
  const first = await maker.patch(path, { name: 'First' }, { headers });
  expect(first).toMatchObject({ status: 200, body: { name: 'First', version: 2 } });
  expect(await maker.patch(path, { name: 'Second' }, { headers })).toMatchObject({
    status: 412,
    body: { code: 'CORE_VERSION_MISMATCH', expected: 1, actual: 2 },
  });
});

test('a deleted view comes back as it was; twice is as once', async () => {
  const view = await save(maker);
  const path = `/api/views/${view.id}`;
  expect((await maker.delete(path)).status).toBe(204);
  expect((await maker.delete(path)).status).toBe(404);
  expect(await seen(maker)).not.toContain(view.id);
  expect(await maker.post(`${path}/restore`)).toMatchObject({ status: 200, body: view });
  expect(await maker.post(`${path}/restore`)).toMatchObject({ status: 200, body: view });
  expect(await seen(maker)).toContain(view.id);
});

test('a view whose filter names a field that is off or hidden is dormant, and keeps quiet about its filter', async () => {
  const filter = { cost: { gt: '100.00' } };
  const view = await save(administrator, { visibility: 'all', filter });
  const find = async (client: TestClient) =>
    (await client.get('/api/views?entity=toy.box')).body.views.find(
      ({ id }: { id: string }) => id === view.id,
    );
  expect(await find(stranger)).toMatchObject({ isDormant: true, missing: ['cost'], filter: null });
  expect(await find(manager)).toMatchObject({ isDormant: false, missing: [], filter });

  const own = await save(administrator, {
    filter: { addon_tier: 'gold' },
    columns: [{ field: 'addon_tier' }],
  });
  await administrator.post('/api/plugins/addon/disable');
  const { body } = await administrator.get('/api/views?entity=toy.box');
  const needs = [{ plugin: 'addon', label: { en: 'addon' }, fields: ['addon_tier'] }];
  expect(body.views).toContainEqual({ ...own, isDormant: true, missing: ['addon_tier'], needs });
  // It can be renamed meanwhile, and wakes as it was.
  await administrator.patch(`/api/views/${own.id}`, { name: 'Gold' });
  await administrator.post('/api/plugins/addon/enable');
  const after = (await administrator.get('/api/views?entity=toy.box')).body.views;
  expect(after).toContainEqual({ ...own, name: 'Gold', version: 2 });
});

test.each([
  ['an unknown field', { filter: { nothing: 1 } }, 400],
  ['a hidden field', { filter: { cost: { gt: 1 } } }, 400],
  ['a filter that is too long', { filter: { name: { contains: 'x'.repeat(30_000) } } }, 422],
  ['a filter that is none', { filter: [] }, 422],
  ['an unknown order', { sort: { field: 'nothing', direction: 'asc' } }, 400],
  ['an unknown direction', { sort: { field: 'name', direction: 'up' } }, 422],
  ['a column that is no name', { columns: [{ field: 'name; drop table' }] }, 422],
  ['101 columns', { columns: Array.from({ length: 101 }, () => ({ field: 'name' })) }, 422],
  ['an unknown layout', { layout: 'pie' }, 422],
  ['an unknown field of the board', { by: 'nothing' }, 422],
  ['a blank name', { name: ' ' }, 422],
  ['a name of 81 characters', { name: 'x'.repeat(81) }, 422],
  ['another owner', { owner: 'me' }, 422],
  ['an unknown entity', { entity: 'toy.nothing' }, 400],
  ['an entity that one may not read', { entity: 'tessera.role' }, 400],
])('%s is refused', async (_, body, status) => {
  const before = await seen(maker);
  const answer = await maker.post('/api/views', { entity: 'toy.box', name: 'Bad', ...body });
  expect(answer.status).toBe(status);
  expect(await seen(maker)).toEqual(before);
});

test('nobody keeps more than 200 views', async () => {
  const client = host.as(await host.user({ name: 'Keen', roles: ['sales-rep'] }));
  const body = { entity: 'toy.box', name: 'One' };
  const answers = [];
  for (let at = 0; at < 205; at += 41)
    answers.push(
      ...(await Promise.all(Array.from({ length: 41 }, () => client.post('/api/views', body)))),
    );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(200);
  expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('HOST_VIEW_TOO_MANY');
});
