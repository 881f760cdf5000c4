import { choice, decimal, defineEntity, definePlugin, ref, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { noteOlderViews } from '../src/views/view-uses.ts';

const Shelf = defineEntity('toy.shelf', {
  label: { en: 'Shelf' },
  plural: { en: 'Shelves' },
  path: 'shelves',
  title: 'name',
  fields: { name: text().required() },
});
const Box = defineEntity('toy.box', {
  label: { en: 'Box' },
  plural: { en: 'Boxes' },
  path: 'boxes',
  title: 'name',
  fields: { name: text().required(), shelf: ref('toy.shelf') },
});
const Part = defineEntity('addon.part', {
  label: { en: 'Part' },
  plural: { en: 'Parts' },
  path: 'parts',
  title: 'name',
  fields: { name: text().required(), cost: decimal(), box: ref('toy.box') },
});
const toy = definePlugin({ entities: [Shelf, Box] });
const addon = definePlugin({
  entities: [Part],
  extends: { 'toy.shelf': { tier: choice(['gold', 'silver']) } },
});

let host: TestHost;
let administrator: TestClient;
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [
      installed(toy, { id: 'toy' }),
      installed(addon, { id: 'addon', label: { en: 'Add-on' }, requires: { toy: '^1' } }),
    ],
  });
  administrator = host.as('administrator');
});
afterAll(() => host?.close());

const filters = {
  'Gold shelves': { 'shelf.addon_tier': 'gold' },
  'With dear parts': { parts: { some: { cost: { gt: '5' } } } },
  'Without parts': { parts: { none: {} } },
};

async function view(name: string): Promise<Record<string, unknown>> {
  const { body } = await administrator.get('/api/views?entity=toy.box');
  return body.views.find((one: { name: string }) => one.name === name);
}

async function uses(): Promise<Record<string, string[]>> {
  const rows = await host.kernel.database.query<{ title: string; names: string[] }>(
    `select title, array_agg(name order by name) as names from tessera.uses where kind = 'view' group by title`,
  );
  return Object.fromEntries(rows.map(({ title, names }) => [title, names]));
}

test('what a saved view uses is written down by names that say whose they are', async () => {
  for (const [name, filter] of Object.entries(filters))
    await administrator.post('/api/views', { entity: 'toy.box', name, filter });
  const made = await administrator.post('/api/views', { entity: 'toy.box', name: 'Plain' });
  const expected = {
    'Gold shelves': ['toy.box', 'toy.box.shelf', 'toy.shelf', 'toy.shelf.addon_tier'],
    'With dear parts': [
      'addon.part',
      'addon.part.box',
      'addon.part.cost',
      'toy.box',
      'toy.box.parts',
    ],
    'Without parts': ['addon.part', 'addon.part.box', 'toy.box', 'toy.box.parts'],
    Plain: ['toy.box'],
  };
  expect(await uses()).toEqual(expected);
  await administrator.delete(`/api/views/${made.body.id}`);
  expect(Object.keys(await uses())).not.toContain('Plain');
  await administrator.post(`/api/views/${made.body.id}/restore`);
  expect(await uses()).toEqual(expected);
});

test('views that were saved before are written down at the next start, also those of a plugin that is off', async () => {
  const before = await uses();
  await host.kernel.disable('addon');
  await host.kernel.database.query('delete from tessera.uses');
  await noteOlderViews(host.kernel);
  await noteOlderViews(host.kernel);
  expect(await uses()).toEqual(before);
  await host.kernel.enable('addon');
});

test('a view that names what is off says which plugin it needs, and sleeps', async () => {
  expect(await view('Gold shelves')).toMatchObject({ isDormant: false, missing: [], needs: [] });
  await host.kernel.disable('addon');
  const needs = (fields: string[]) => [{ plugin: 'addon', label: { en: 'Add-on' }, fields }];
  expect(await view('Gold shelves')).toMatchObject({
    isDormant: true,
    missing: ['shelf.addon_tier'],
    needs: needs(['shelf.addon_tier']),
  });
  expect(await view('With dear parts')).toMatchObject({
    isDormant: true,
    needs: needs(['parts', 'parts.cost']),
  });
  expect(await view('Without parts')).toMatchObject({ isDormant: true, needs: needs(['parts']) });
  expect(await view('Plain')).toMatchObject({ isDormant: false, needs: [] });
  await host.kernel.enable('addon');
  expect(await view('Without parts')).toMatchObject({ isDormant: false, needs: [] });
});

test('a list with such a filter is refused; it is not shown without the condition', async () => {
  await host.kernel.disable('addon');
  for (const filter of Object.values(filters)) {
    const query = new URLSearchParams({ filter: JSON.stringify(filter) });
    const { status, body } = await administrator.get(`/api/toy/boxes?${query}`);
    expect([status, body.code]).toEqual([400, 'CORE_NAME_UNKNOWN']);
  }
  await host.kernel.enable('addon');
});

test('a new view that names what is off is refused and told whose it is; an unknown name stays unknown', async () => {
  await host.kernel.disable('addon');
  const save = (content: object) =>
    administrator.post('/api/views', { entity: 'toy.box', name: 'New', ...content });
  expect(await save({ filter: filters['Gold shelves'] })).toMatchObject({
    status: 422,
    body: {
      code: 'HOST_VIEW_INVALID',
      errors: [
        {
          pointer: '/filter',
          detail: '“shelf.addon_tier” needs the plugin Add-on, which is off',
        },
      ],
    },
  });
  expect(await save({ sort: { field: 'shelf.addon_tier', direction: 'asc' } })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/sort' }] },
  });
  expect(await save({ filter: { nothing: 1 } })).toMatchObject({
    status: 400,
    body: { code: 'CORE_NAME_UNKNOWN' },
  });
  expect(await view('New')).toBeUndefined();
  await host.kernel.enable('addon');
});

test('a leaver’s records are handed over, also of a plugin that is off; only by who manages users', async () => {
  const leaver = await host.user({ name: 'Leaver', roles: [] });
  const heir = await host.user({ name: 'Heir', roles: ['sales-rep'] });
  const idOf = async (name: string): Promise<string> =>
    (await administrator.get(`/api/tessera/users?name=${name}`)).body[0].id;
  const [from, to] = [await idOf('Leaver'), await idOf('Heir')];
  await administrator.post('/api/toy/boxes', { name: 'Owned', owner: from });
  await administrator.post('/api/addon/parts', { name: 'Owned part', owner: from });
  await host.kernel.disable('addon');
  const path = `/api/tessera/users/${from}/hand-over`;
  expect(await host.as(heir).post(path, { to })).toMatchObject({ status: 403 });
  expect(await administrator.post(path, {})).toMatchObject({ status: 422 });
  expect(await administrator.post(path, { to: from.replace(/.$/, 'x') })).toMatchObject({
    status: 404,
    body: { code: 'CORE_RECORD_MISSING' },
  });
  expect(await administrator.post(path, { to })).toMatchObject({
    status: 200,
    body: {
      handedOver: [
        { entity: 'toy.box', count: 1 },
        { entity: 'addon.part', count: 1 },
      ],
    },
  });
  expect(await administrator.post(path, { to })).toMatchObject({ body: { handedOver: [] } });
  await host.kernel.enable('addon');
  const { body } = await administrator.get('/api/addon/parts');
  expect(body).toMatchObject([{ name: 'Owned part', owner: to, version: 2 }]);
  expect(leaver).toBeDefined();
});
