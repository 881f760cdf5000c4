import type { Assembly, Grant, Principal, RoleGrants, TokenScopes } from '@tessera/core';
import { expect, test } from 'vitest';
import { isAdministrator, mayAssign, mayDefine, mayScope } from './privileges.ts';

function role(grants: readonly Grant[], permissions: readonly string[] = [], key = ''): RoleGrants {
  return { id: key, key, label: { en: '' }, grants, permissions };
}

function holder(...roles: readonly RoleGrants[]): Principal {
  return {
    kind: 'user',
    userId: 'u',
    name: '',
    teamIds: [],
    managedTeamIds: [],
    roles,
    policyVersion: 1,
    unlimited: false,
  };
}

function entity(plugin: string, name: string): [string, object] {
  const fields = ['price', 'note'].map((field) => [field, { name: field, system: false }] as const);
  const id = `${plugin}.${name}`;
  return [id, { id, plugin, options: {}, fields: new Map<string, object>(fields) }];
}

/** Two entities of one plugin, one of another; a plugin gives to the role `rep`. */
const assembly = {
  models: new Map([entity('sales', 'order'), entity('sales', 'line'), entity('service', 'case')]),
  permissions: [{ name: 'sales.order.approve', label: { en: '' }, roles: ['rep'] }],
  grants: new Map([['rep', [{ entity: 'sales.*', actions: { read: 'all' } }]]]),
} as unknown as Assembly;

const salesTeam = role(
  [{ entity: 'sales.*', actions: { read: 'team', update: 'own' } }],
  ['tessera.user.manage'],
);

test.each<[string, Grant, readonly string[]]>([
  ['as far as one reaches', { entity: 'sales.order', actions: { read: 'team' } }, []],
  ['less far', { entity: 'sales.*', actions: { read: 'own', update: 'own' } }, []],
  ['nothing', { entity: 'service.case', actions: { read: 'none' } }, []],
  ['farther', { entity: 'sales.order', actions: { read: 'all' } }, ['sales.order read']],
  ['another verb', { entity: 'sales.order', actions: { delete: 'own' } }, ['sales.order delete']],
  [
    'by a filter',
    { entity: 'sales.order', actions: { read: { filter: {} } } },
    ['sales.order read'],
  ],
  [
    'a plugin that is off',
    { entity: 'loyalty.card', actions: { read: 'own' } },
    ['loyalty.card read'],
  ],
])('one may grant %s: %#', (_what, grant, expected) => {
  expect(mayDefine(assembly, holder(salesTeam), role([grant]))).toEqual(expected);
});

test('who holds grants for everything there is does not hold what is to come', () => {
  const each = role(
    ['sales.order', 'sales.line', 'service.case'].map((name) => ({
      entity: name as 'sales.order',
      actions: { read: 'all' },
    })),
  );
  expect(
    mayDefine(assembly, holder(each), role([{ entity: '*', actions: { read: 'own' } }])),
  ).toEqual(['* read']);
});

test.each<[string, Grant, readonly string[]]>([
  [
    'of the plugin that is kept from him',
    { entity: 'loyalty.card', actions: { read: 'own' } },
    ['loyalty.card read'],
  ],
  [
    'the whole of that plugin',
    { entity: 'loyalty.*', actions: { read: 'own' } },
    ['loyalty.* read'],
  ],
  ['everything, and that with it', { entity: '*', actions: { read: 'own' } }, ['* read']],
  ['of another plugin that is off', { entity: 'events.fair', actions: { read: 'all' } }, []],
])(
  'who may do everything but with one plugin that is off does not grant %s',
  (_what, grant, expected) => {
    const most = role([
      { entity: '*', actions: { read: 'all' } },
      { entity: 'loyalty.*', actions: { read: 'none' } },
    ]);
    expect(mayDefine(assembly, holder(most), role([grant]))).toEqual(expected);
  },
);

test('who sees a field masked, or only reads it, does not grant it in clear, or to write', () => {
  const grant = { entity: 'sales.order', actions: { read: 'all', update: 'all' } } as const;
  const masked = role([{ ...grant, fields: { price: 'mask', note: 'read' } }]);
  expect(mayDefine(assembly, holder(masked), role([grant]))).toEqual([
    'sales.order.price write',
    'sales.order.note write',
  ]);
  expect(mayDefine(assembly, holder(masked), masked)).toEqual([]);
  // Without a record to write, nobody writes its fields.
  const reading = role([
    { entity: 'sales.order', actions: { read: 'all' }, fields: { price: 'mask' } },
  ]);
  expect(mayDefine(assembly, holder(masked), reading)).toEqual([]);
});

test('what plugins give to a role by its key has to be held too, permissions and records', () => {
  const manager = holder(salesTeam);
  expect(mayAssign(assembly, manager, role([], [], 'rep'))).toEqual([
    'sales.order.approve',
    'sales.order read',
    'sales.line read',
  ]);
  const narrowed: RoleGrants = {
    ...role(
      (['sales.order', 'sales.line'] as const).map((name) => ({
        entity: name,
        actions: { read: 'own' },
      })),
      [],
      'rep',
    ),
    withheld: ['sales.order.approve'],
  };
  expect(mayAssign(assembly, manager, narrowed)).toEqual([]);
  expect(mayAssign(assembly, holder(salesTeam, role([], [], 'rep')), role([], [], 'rep'))).toEqual(
    [],
  );
});

test('all permissions are for administrators to give', () => {
  const administrator = holder(role([], ['*']));
  const everything = role([], ['*']);
  expect(mayAssign(assembly, holder(salesTeam), everything)).toEqual(['*']);
  expect(mayAssign(assembly, administrator, everything)).toEqual([]);
});

test('an API token is no administrator unless nothing limits it', () => {
  const scopes: TokenScopes = {
    records: [{ entity: 'tessera.*', actions: ['*'] }],
    permissions: ['*'],
  };
  const administrator = holder(role([], ['*']));
  expect(isAdministrator({ ...administrator, scopes })).toBe(false);
  const all: TokenScopes = { ...scopes, records: [{ entity: '*', actions: ['*'] }] };
  expect(isAdministrator({ ...administrator, scopes: all })).toBe(true);
});

test('a token is not given what its maker does not hold', () => {
  const scopes = (entityName: string, ...actions: string[]): TokenScopes => ({
    records: [{ entity: entityName as 'sales.*', actions }],
    permissions: [],
  });
  const maker = holder(salesTeam);
  expect(mayScope(assembly, maker, scopes('sales.order', 'read', '*'))).toEqual([]);
  expect(mayScope(assembly, maker, scopes('*', '*'))).toEqual([]);
  expect(mayScope(assembly, maker, scopes('sales.order', 'delete'))).toEqual([
    'sales.order delete',
  ]);
  expect(mayScope(assembly, maker, scopes('service.case', 'read'))).toEqual(['service.case read']);
  const permissions = ['tessera.user.manage', 'tessera.audit.read', '*'];
  expect(mayScope(assembly, maker, { records: [], permissions })).toEqual([
    'tessera.audit.read',
    '*',
  ]);
});
