import { expect, test } from 'vitest';
import type { MatrixEntity, MatrixRole, RoleMatrix } from './role-api.ts';
import { copyOf } from './role-copy.ts';
import { compareRoles } from './role-differences.ts';

function entity(id: string): MatrixEntity {
  return {
    id,
    plugin: id.split('.')[0]!,
    label: { en: id },
    owned: true,
    hasParent: false,
    sharing: 'private',
    actions: ['read', 'update'].map((name) => ({ name })),
    fields: [
      {
        name: 'a',
        label: { en: 'a' },
        type: 'text',
        system: false,
        personal: false,
        sensitive: false,
      },
    ],
  };
}

const SOURCE: MatrixRole = {
  id: '1',
  key: 'rep',
  name: 'Rep',
  version: 1,
  users: 0,
  teams: 0,
  grants: [{ entity: 'sales.*', actions: { read: 'own' } }],
  given: [
    { entity: 'sales.deal', actions: { read: 'team', update: 'none' }, fields: { a: 'mask' } },
    { entity: '*', actions: { update: 'own' } },
  ],
  permissions: ['x'],
  givenPermissions: ['y', 'z'],
  withheld: ['z'],
  isMine: false,
  mayChange: true,
};
const MATRIX: RoleMatrix = {
  entities: [entity('sales.deal'), entity('sales.lead'), entity('shop.item')],
  permissions: ['x', 'y', 'z'].map((name) => ({ name, label: { en: name }, plugin: 'sales' })),
  roles: [],
};

test('a copy may do exactly what the role may, although plugins give nothing to it', () => {
  const copy: MatrixRole = {
    ...SOURCE,
    ...copyOf(SOURCE, MATRIX.entities),
    given: [],
    givenPermissions: [],
  };
  const found = compareRoles(MATRIX, SOURCE, copy);
  expect(found.actions.filter(({ isSame }) => !isSame)).toEqual([]);
  expect(found.fields).toEqual([]);
  expect(found.permissions.filter(({ isSame }) => !isSame)).toEqual([]);
  expect(copy.permissions).toEqual(['x', 'y']);
});

test('a comparison tells what differs', () => {
  const other: MatrixRole = { ...SOURCE, grants: [], permissions: [] };
  const { actions, fields, permissions } = compareRoles(MATRIX, SOURCE, other);
  expect(actions.filter(({ isSame }) => !isSame)).toEqual([
    { entity: 'sales.lead', action: 'read', scopes: [['own'], ['none']], isSame: false },
  ]);
  expect(fields.map(({ entity: id }) => id)).toEqual(['sales.deal']);
  expect(permissions.filter(({ isSame }) => !isSame)).toEqual([
    { name: 'x', held: [true, false], isSame: false },
  ]);
});
