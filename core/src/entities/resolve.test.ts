import { describe, expect, test } from 'vitest';
import { Role } from '../permissions/role.ts';
import { Team, User } from '../permissions/user.ts';
import { tableColumns } from './column.ts';
import { defineEntity, type EntityId, type Fields } from './entity.ts';
import {
  anyRef,
  choice,
  date,
  decimal,
  integer,
  money,
  ref,
  refs,
  rollup,
  state,
  team,
  text,
  user,
} from './field-builders.ts';
import { type EntitySource, resolveModels } from './resolve.ts';

function plugin(
  id: string,
  entities: Record<EntityId, Fields>,
  extend: Record<EntityId, Fields> = {},
): EntitySource {
  return {
    manifest: { id },
    plugin: {
      entities: Object.entries(entities).map(([entity, fields]) =>
        defineEntity(entity as EntityId, {
          label: { en: entity },
          plural: { en: `${entity}s` },
          path: `${entity.slice(entity.indexOf('.') + 1).toLowerCase()}s`,
          title: 'name',
          fields: { name: text(), ...fields },
        }),
      ),
      extends: extend,
    },
  };
}

function reason(...plugins: EntitySource[]): string {
  try {
    resolveModels(plugins, []);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const shop = plugin('shop', { 'shop.account': { parent: ref('shop.account') } });

test('fields come in order: system, own, extensions, custom', () => {
  const more = plugin('a-b', {}, { 'shop.account': { tier: choice(['gold']) } });
  const custom = { entity: 'shop.account', name: 'region', definition: { type: 'text' } } as const;
  const fields = resolveModels([shop, more], [custom]).get('shop.account')?.fields;
  expect([...(fields?.keys() ?? [])].join(' ')).toBe(
    'id createdAt createdBy updatedAt updatedBy version deletedAt source owner team name parent a_b_tier x_region',
  );
  expect(fields?.get('a_b_tier')).toEqual({
    type: 'choice',
    options: [{ key: 'gold', label: { en: 'Gold' } }],
    label: { en: 'Tier' },
    name: 'a_b_tier',
    columns: { value: 'a_b_tier' },
    plugin: 'a-b',
    system: false,
  });
  expect(fields?.get('x_region')?.plugin).toBe('x');
});

test('columns are named and typed by the kind of a field', () => {
  const models = resolveModels(
    [
      plugin('shop', {
        'shop.salesOrder': {
          orderDate: date(),
          total: money(),
          about: anyRef(),
          agent: user(),
          friends: refs('shop.salesOrder'),
          rate: decimal({ scale: 2 }),
          first: rollup({
            entity: 'shop.salesOrder',
            via: 'parent',
            function: 'min',
            field: 'orderDate',
          }),
          parent: ref('shop.salesOrder'),
        },
      }),
    ],
    [],
  );
  const model = models.get('shop.salesOrder');
  expect(model?.table).toBe('sales_order');
  expect(
    tableColumns(model as never, models)
      .slice(11)
      .map((column) => `${column.name} ${column.type}`),
  ).toEqual([
    'name text',
    'order_date date',
    'total_base numeric(20,4)',
    'total_amount numeric(20,4)',
    'total_currency char(3)',
    'total_rate numeric(20,10)',
    'total_rate_date date',
    'about_entity text',
    'about_id uuid',
    'agent_id uuid',
    'friends_ids uuid[]',
    'rate numeric(20,2)',
    'first date',
    'parent_id uuid',
  ]);
});

test('the platform has its own users, teams and roles, and a user its own team', () => {
  const models = resolveModels(
    [{ manifest: { id: 'tessera' }, plugin: { entities: [User, Team, Role] } }],
    [],
  );
  expect(models.get('tessera.user')?.fields.get('team')?.columns).toEqual({ value: 'team_id' });
  expect([...(models.get('tessera.team')?.relations.keys() ?? [])]).toEqual(['children']);
});

test('extensions and custom fields of an entity that is not there wait for it', () => {
  const early = plugin('early', {}, { 'later.thing': { tier: text() } });
  const custom = { entity: 'later.thing', name: 'region', definition: { type: 'text' } } as const;
  expect([...resolveModels([early], [custom]).keys()]).toEqual([]);
});

test('a custom reference to an entity that is off reads as a soft one', () => {
  const custom = {
    entity: 'shop.account',
    name: 'order',
    definition: { type: 'ref', target: 'off.order' },
  } as const;
  expect(resolveModels([shop], [custom]).get('shop.account')?.fields.get('x_order')?.soft).toBe(
    true,
  );
});

describe('relations', () => {
  test('are named as the author says, else by the path, else by path and field', () => {
    const models = resolveModels(
      [
        shop,
        plugin('crm', {
          'crm.deal': {
            account: ref('shop.account'),
            partner: ref('shop.account'),
            about: anyRef(['shop.account']),
          },
          'crm.note': {
            account: ref('shop.account', {
              inverse: { name: 'remarks', label: { en: 'Remarks' } },
            }),
          },
        }),
        plugin('other', { 'other.deal': { account: ref('shop.account') } }),
      ],
      [],
    );
    expect([...(models.get('shop.account')?.relations.values() ?? [])]).toEqual([
      { name: 'remarks', label: { en: 'Remarks' }, entity: 'crm.note', via: 'account' },
      { name: 'accounts', label: { en: 'shop.accounts' }, entity: 'shop.account', via: 'parent' },
      { name: 'deals', label: { en: 'crm.deals' }, entity: 'crm.deal', via: 'account' },
      { name: 'dealsByPartner', label: { en: 'crm.deals' }, entity: 'crm.deal', via: 'partner' },
      { name: 'dealsByAbout', label: { en: 'crm.deals' }, entity: 'crm.deal', via: 'about' },
      {
        name: 'dealsByAccount',
        label: { en: 'other.deals' },
        entity: 'other.deal',
        via: 'account',
      },
    ]);
  });

  test('say which roll-ups an entity feeds', () => {
    const total = rollup({ entity: 'crm.deal', via: 'account', function: 'sum', field: 'amount' });
    const crm = plugin(
      'crm',
      { 'crm.deal': { account: ref('shop.account'), amount: money() } },
      { 'shop.account': { total } },
    );
    expect(resolveModels([shop, crm], []).get('crm.deal')?.feeds).toEqual([
      { entity: 'shop.account', field: 'crm_total', via: 'account' },
    ]);
  });
});

describe('a plugin is rejected', () => {
  const stage = state('shop.account');
  test.each<[string, EntitySource[]]>([
    ["outside the plugin's own id “shop”", [plugin('shop', { 'sales.order': {} })]],
    ['shop.account is declared twice', [shop, { ...shop, manifest: { id: 'shop' } }]],
    ['the field name “Big” is not camelCase', [plugin('shop', { 'shop.a': { Big: text() } })]],
    ['the field name “a_b” is not camelCase', [plugin('shop', { 'shop.a': { a_b: text() } })]],
    [
      '“shop_like” ends like an operator',
      [
        plugin('shop', {}, {}),
        plugin('base', { 'base.a': {} }),
        plugin('shop', {}, { 'base.a': { like: text() } }),
      ],
    ],
    [
      'shop.a: “name” is sensitive, so it is no title or subtitle',
      [plugin('shop', { 'shop.a': { name: text().sensitive() } })],
    ],
    ['“createdAt” belongs to the system', [plugin('shop', { 'shop.a': { createdAt: text() } })]],
    ['“owner” belongs to the system', [plugin('shop', { 'shop.a': { owner: user() } })]],
    ['“team” belongs to the system', [plugin('shop', { 'shop.a': { team: team() } })]],
    [
      '“constructor” belongs to JavaScript',
      [plugin('shop', { 'shop.a': Object.assign(Object.create(null), { constructor: text() }) })],
    ],
    ['“or” is a word of the filter language', [plugin('shop', { 'shop.a': { or: text() } })]],
    [
      'the column “boss_id” of the field “boss” is taken',
      [plugin('shop', { 'shop.a': { bossId: text(), boss: user() } })],
    ],
    [
      'shop.a.other points to the unknown entity gone.thing',
      [plugin('shop', { 'shop.a': { other: ref('gone.thing') } })],
    ],
    [
      'shop.a.stage points to shop.account, whose rows are not states',
      [shop, plugin('shop', { 'shop.a': { stage } })],
    ],
    [
      'the inverse “name” of shop.a.b is taken',
      [
        plugin('shop', {
          'shop.a': { b: ref('shop.a', { inverse: { name: 'name', label: { en: 'N' } } }) },
        }),
      ],
    ],
    [
      'cannot sum shop.a.name',
      [
        plugin('shop', {
          'shop.a': {
            b: ref('shop.a'),
            s: rollup({ entity: 'shop.a', via: 'b', function: 'sum', field: 'name' }),
          },
        }),
      ],
    ],
    [
      'goes via shop.a.name, which does not point here',
      [
        plugin('shop', {
          'shop.a': { s: rollup({ entity: 'shop.a', via: 'name', function: 'count' }) },
        }),
      ],
    ],
    ['nothing to choose from', [plugin('shop', { 'shop.a': { c: choice([]) } })]],
    ['the plugin id “pg-x” is reserved', [plugin('pg-x', { 'pg-x.a': {} })]],
    ['the plugin id “public” is reserved', [plugin('public', { 'public.a': {} })]],
    [
      'give it the fields directly',
      [plugin('shop', { 'shop.a': {} }, { 'shop.a': { b: text() } })],
    ],
  ])('when %s', (part, plugins) => {
    expect(reason(...plugins)).toContain(part);
  });

  test('with everything that is wrong, at once', () => {
    const bad = plugin('shop', { 'shop.a': { Big: text(), other: ref('gone.thing') } });
    expect(reason(bad)).toBe(
      'The plugin shop cannot be used: shop.a: the field name “Big” is not camelCase; shop.a.other points to the unknown entity gone.thing.',
    );
  });

  test('not for a soft reference to an entity that is not there', () => {
    expect(reason(plugin('shop', { 'shop.a': { other: ref('gone.thing', { soft: true }) } }))).toBe(
      '',
    );
  });
});

test('a name ends no field of an integer kind by chance', () => {
  expect(
    reason(plugin('shop', { 'shop.a': { weekend: integer(), blacklist: text(), begin: date() } })),
  ).toBe('');
});
