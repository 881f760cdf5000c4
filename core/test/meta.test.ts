import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOf, type AppMeta, type Principal } from '../src/index.ts';
import { buildMeta } from '../src/views/meta.ts';
import { Company, Deal, extra, install, makeWorld, toy, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(
        {
          ...extra,
          permissions: [
            { name: 'extra.tier.set', label: { en: 'Set the tier' } },
            { name: 'extra.tier.see', label: { en: 'See the tier' } },
          ],
          ui: {
            module: './ui/index.ts',
            contributions: [
              { slot: slotOf(Company, 'page.tab'), id: 'tier', element: 'extra-tier' },
              { slot: slotOf(Deal, 'page.tab'), id: 'deal', element: 'extra-deal' },
              { slot: 'app.nav', id: 'people', entity: 'toy.person', order: 10 },
              { slot: 'app.nav', id: 'deals', entity: 'toy.deal' },
              { slot: 'dashboard.widget', id: 'widget', element: 'extra-widget' },
            ],
          },
          locales: { en: { hello: 'Hello' }, 'zh-CN': { hello: '你好' } },
        },
        { id: 'extra', requires: { toy: '^1' } },
      ),
    ],
  });
});
afterAll(() => world?.close());

const metaOf = (principal: Principal): Promise<AppMeta> =>
  world.as(principal, (execution) =>
    buildMeta(execution, (plugin) => (plugin === 'extra' ? '/plugins/extra/1/index.js' : null)),
  );

function entity(meta: AppMeta, id: string) {
  const found = meta.entities.find((one) => one.id === id);
  if (!found) throw new Error(`${id} is not in the meta`);
  return found;
}

test('an unlimited principal sees every entity of the enabled plugins', async () => {
  const meta = await metaOf(world.system);
  expect(meta.entities.map((one) => one.id)).toEqual(
    expect.arrayContaining(['tessera.user', 'toy.company', 'toy.person', 'toy.deal', 'toy.note']),
  );
  expect(meta.workspace).toEqual({ name: 'Test', currency: 'USD', timeZone: 'UTC', locale: 'en' });
  expect(meta.currencies).toEqual(
    expect.arrayContaining([
      { code: 'JPY', exponent: 0 },
      { code: 'USD', exponent: 2 },
    ]),
  );
  expect(meta.plugins.find((one) => one.id === 'extra')).toMatchObject({
    module: '/plugins/extra/1/index.js',
  });
  expect(meta.locales['zh-CN']?.['extra']).toEqual({ hello: '你好' });
  expect(meta.user.permissions).toEqual(['extra.tier.set', 'extra.tier.see']);
});

test('each field has one place in a form, also one that is called as the team of owned records', async () => {
  const user = entity(await metaOf(world.system), 'tessera.user');
  const placed = user.form.flatMap(({ fields }) => fields);
  expect(placed).toContain('team');
  expect(placed).toEqual([...new Set(placed)]);
});

test('an entity that says nothing of lists and forms gets useful ones, extensions included', async () => {
  const company = entity(await metaOf(world.system), 'toy.company');
  expect(company).toMatchObject({
    path: 'toy/companies',
    list: {
      columns: ['name', 'industry', 'tags', 'parent', 'revenue', 'employees', 'owner', 'updatedAt'],
      sort: { field: 'updatedAt', direction: 'desc' },
    },
    actions: { create: true, read: true, update: true, delete: true },
  });
  expect(company.form).toMatchObject([
    { label: null, fields: expect.arrayContaining(['name', 'owner', 'team']) },
    { label: { en: 'extra' }, fields: expect.arrayContaining(['extra_tier']) },
  ]);
  expect(company.fields.find((one) => one.name === 'owner')).toMatchObject({
    label: { en: 'Owner', 'zh-CN': '负责人' },
    readOnly: false,
  });
  expect(company.fields.find((one) => one.name === 'createdAt')).toMatchObject({
    system: true,
    readOnly: true,
  });
  expect(company.fields.find((one) => one.name === 'extra_openAmount')).toMatchObject({
    plugin: 'extra',
    valueType: 'money',
    readOnly: true,
  });
  expect(company.fields.find((one) => one.name === 'extra_dealCount')).toMatchObject({
    valueType: 'integer',
  });
  expect(company.relations.map((one) => one.name)).toEqual(
    expect.arrayContaining(['children', 'people', 'deals']),
  );
  expect(entity(await metaOf(world.system), 'tessera.user').list.columns).toEqual([
    'name',
    'email',
    'status',
    'team',
    'manager',
    'roles',
  ]);
});

test('the meta is cut to what a role may see', async () => {
  const clerk = await world.user('Clerk', {
    permissions: ['extra.tier.see'],
    grants: [
      {
        entity: 'toy.company',
        actions: { read: 'all', update: 'own' },
        fields: { '*': 'read', name: 'write', employees: 'none', taxCode: 'mask' },
      },
      { entity: 'toy.person', actions: { read: 'own' }, fields: { company: 'none' } },
    ],
  });
  const meta = await metaOf(clerk);
  expect(meta.entities.map((one) => one.id)).toEqual(['toy.company', 'toy.person']);
  const company = entity(meta, 'toy.company');
  expect(company.actions).toMatchObject({ create: false, read: true, update: true, delete: false });
  expect(company.fields.map((one) => one.name)).not.toContain('employees');
  expect(company.list.columns).not.toContain('employees');
  expect(company.form.flatMap((group) => group.fields)).not.toContain('employees');
  expect(company.fields.find((one) => one.name === 'taxCode')).toMatchObject({
    access: 'mask',
    sortable: false,
    filterable: false,
  });
  expect(company.fields.find((one) => one.name === 'name')).toMatchObject({ access: 'write' });
  // People point here by a field that is not to be seen; deals are not to be seen at all.
  expect(company.relations.map((one) => one.name)).toEqual(['children']);
  expect(meta.user).toMatchObject({
    id: clerk.userId,
    name: 'Clerk',
    permissions: ['extra.tier.see'],
  });
  expect(JSON.stringify(meta.entities)).not.toContain('toy.deal"');
});

test('contributions about entities that one may not read are dropped, the others keep their order', async () => {
  const reader = await world.user('Reader', {
    grants: [
      { entity: 'toy.company', actions: { read: 'all' } },
      { entity: 'toy.person', actions: { read: 'all' } },
    ],
  });
  const { contributions } = await metaOf(reader);
  expect(contributions.map((one) => one.id)).toEqual([
    'people',
    'tier',
    'widget',
    'list-toy.company',
    'list-toy.person',
  ]);
  expect(contributions[0]).toMatchObject({
    plugin: 'extra',
    entity: 'toy.person',
    path: '/toy/people',
    label: { en: 'People' },
    icon: 'box',
  });
});

test('what a disabled plugin brought is gone', async () => {
  await world.kernel.disable('extra');
  const meta = await metaOf(world.system);
  expect(meta.plugins.map((one) => one.id)).not.toContain('extra');
  expect(entity(meta, 'toy.company').fields.map((one) => one.name)).not.toContain('extra_tier');
  expect(meta.contributions.some((one) => one.plugin === 'extra')).toBe(false);
  await world.kernel.enable('extra');
});
