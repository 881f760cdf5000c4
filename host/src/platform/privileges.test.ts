import type { Grant, Principal, RoleGrants } from '@tessera/core';
import { expect, test } from 'vitest';
import { mayAssign, mayDefine } from './privileges.ts';

function role(grants: readonly Grant[], permissions: readonly string[] = []): RoleGrants {
  return { id: '', key: '', label: { en: '' }, grants, permissions };
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

const salesTeam = role(
  [{ entity: 'sales.*', actions: { read: 'team', update: 'own' } }],
  ['tessera.user.manage'],
);

test.each<[string, Grant, boolean]>([
  ['as far as one reaches', { entity: 'sales.order', actions: { read: 'team' } }, true],
  ['less far', { entity: 'sales.*', actions: { read: 'own', update: 'own' } }, true],
  ['nothing', { entity: 'service.case', actions: { read: 'none' } }, true],
  ['farther', { entity: 'sales.order', actions: { read: 'all' } }, false],
  ['another verb', { entity: 'sales.order', actions: { delete: 'own' } }, false],
  ['another plugin', { entity: 'salesforce.order', actions: { read: 'own' } }, false],
  ['more entities', { entity: '*', actions: { read: 'own' } }, false],
  ['by a filter', { entity: 'sales.order', actions: { read: { filter: {} } } }, false],
])('one may grant %s: %#', (_what, grant, expected) => {
  expect(mayDefine(holder(salesTeam), role([grant]))).toBe(expected);
});

test('who sees a field masked does not grant it in clear', () => {
  const masked = role([
    { entity: 'sales.order', actions: { read: 'all' }, fields: { price: 'mask' } },
  ]);
  expect(
    mayDefine(holder(masked), role([{ entity: 'sales.order', actions: { read: 'all' } }])),
  ).toBe(false);
  expect(mayDefine(holder(masked), masked)).toBe(true);
});

test('an ordinary role is assigned by whoever manages users; one that writes everywhere only by an administrator', () => {
  const manager = holder(role([], ['tessera.user.manage']));
  const administrator = holder(role([], ['*']));
  const everywhere = role([{ entity: '*', actions: { update: 'all' } }]);
  const everything = role([], ['*']);
  expect([salesTeam, everywhere, everything].map((one) => mayAssign(manager, one))).toEqual([
    true,
    false,
    false,
  ]);
  expect([salesTeam, everywhere, everything].map((one) => mayAssign(administrator, one))).toEqual([
    true,
    true,
    true,
  ]);
});
