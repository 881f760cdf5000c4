import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldAccess, may, reach } from '../src/permissions/authorize.ts';
import type { Grant, Role } from '../src/permissions/policy.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let user: Execution;
let teamId: string;
let aboveId: string;
let belowId: string;

beforeAll(async () => {
  world = await openReadWorld();
  aboveId = await world.team('Above');
  teamId = await world.team('Team', { parent_id: aboveId });
  belowId = await world.team('Below', { parent_id: teamId });
  user = await world.user('User', [{ entity: 'shop.firm', actions: { read: 'own' } }], {
    team_id: teamId,
  });
});
afterAll(() => world.close());

async function giveTo(team: string, key: string, grants: readonly Grant[]): Promise<string> {
  const role = await world.insert('tessera.role', {
    key,
    name: key,
    grants: JSON.stringify(grants),
    permissions: '["shop.order.approve"]',
  });
  await world.database.query('update tessera.team set roles_ids = $2 where id = $1', [
    team,
    [role],
  ]);
  return role;
}

function keysOf({ principal }: Execution): readonly string[] {
  return principal.roles.map(({ key }) => key);
}

test('a member has the roles of the team, not those of the teams above and below', async () => {
  await giveTo(teamId, 'of-team', [{ entity: 'shop.firm', actions: { read: 'team' } }]);
  await giveTo(aboveId, 'of-above', [{ entity: 'shop.firm', actions: { delete: 'all' } }]);
  await giveTo(belowId, 'of-below', [{ entity: 'shop.firm', actions: { update: 'all' } }]);
  user = await world.again(user);
  expect(keysOf(user)).toEqual(['of-team', 'role-of-User']);
  expect(reach(user, world.model('shop.firm'), 'read')).toMatchObject({ own: true, team: true });
  expect(may(user, 'shop.order.approve')).toBe(true);
});

test('a role that a user and his team have counts once; a deleted team or role gives nothing', async () => {
  await world.database.query(
    `update tessera.team set roles_ids = roles_ids || (select roles_ids from tessera."user" where id = $2) where id = $1`,
    [teamId, user.principal.userId],
  );
  user = await world.again(user);
  expect(keysOf(user)).toEqual(['of-team', 'role-of-User']);
  await world.database.query('update tessera.team set deleted_at = now() where id = $1', [teamId]);
  expect(keysOf(await world.again(user))).toEqual(['role-of-User']);
  await world.database.query('update tessera.team set deleted_at = null where id = $1', [teamId]);
  await world.database.query(`update tessera.role set deleted_at = now() where key = 'of-team'`);
  expect(keysOf(await world.again(user))).toEqual(['role-of-User']);
});

function withRole(role: Partial<Role>, given: readonly Grant[] = []): Execution {
  const roles = [
    { id: '1', key: 'chief', label: { en: '' }, grants: [], permissions: [], ...role },
  ];
  const assembly = { ...world.assembly, grants: new Map([['chief', given]]) };
  return { ...user, assembly, principal: { ...user.principal, roles } };
}

test('what a role says of an entity itself replaces what plugins give to it there, and only there', () => {
  const given: Grant[] = [
    { entity: 'shop.*', actions: { read: 'all', update: 'all' }, fields: { secret: 'none' } },
  ];
  const firm = world.model('shop.firm');
  const order = world.model('shop.order');
  const own = withRole({ grants: [{ entity: 'shop.firm', actions: { read: 'own' } }] }, given);
  expect(reach(own, firm, 'read')).toMatchObject({ all: false, own: true });
  expect(reach(own, firm, 'update')).toMatchObject({ all: false, own: false });
  expect(fieldAccess(own, firm, 'secret')).toBe('write');
  expect(reach(own, order, 'update')).toMatchObject({ all: true });

  const wild = withRole({ grants: [{ entity: 'shop.*', actions: { delete: 'own' } }] }, given);
  expect(reach(wild, firm, 'read')).toMatchObject({ all: true });
  expect(reach(wild, firm, 'delete')).toMatchObject({ own: true });
});

test('a permission that plugins give to a role is gone where it is withheld', () => {
  expect(may(withRole({}), 'shop.order.approve')).toBe(true);
  expect(may(withRole({ withheld: ['shop.order.approve'] }), 'shop.order.approve')).toBe(false);
  const two = withRole({ withheld: ['shop.order.approve'] });
  const both = [...two.principal.roles, ...withRole({}).principal.roles];
  const united = { ...two, principal: { ...two.principal, roles: both } };
  expect(may(united, 'shop.order.approve')).toBe(true);
});
