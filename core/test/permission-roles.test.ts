import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldAccess, may, reach } from '../src/permissions/authorize.ts';
import type { Grant } from '../src/permissions/policy.ts';
import { loadPrincipal } from '../src/permissions/principal.ts';
import { createPrincipals } from '../src/permissions/principals.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
const ids: Record<string, string> = {};
let own: Execution;
let tree: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  ids['west'] = await world.team('West');
  ids['coast'] = await world.team('Coast', { parent_id: ids['west'] });
  ids['east'] = await world.team('East');
  own = await world.user('Own', [], { team_id: ids['coast'] });
  tree = await world.user('Tree');
  await world.database.query('update tessera.team set manager_id = $1 where id = $2', [
    tree.principal.userId,
    ids['west'],
  ]);
  tree = await world.again(tree);
});
afterAll(() => world.close());

test('within one role the most specific grant that speaks of the action holds', () => {
  const one = roles(own, [
    { entity: '*', actions: { read: 'all', update: 'own' } },
    { entity: 'shop.*', actions: { read: 'team' } },
    { entity: 'shop.order', actions: { read: 'none', export: 'all' } },
  ]);
  const read = (id: string) => reach(one, world.model(id), 'read');
  expect(read('tessera.user')).toMatchObject({ all: true });
  expect(read('shop.firm')).toMatchObject({ all: false, team: true });
  expect(read('shop.order')).toMatchObject({ all: false, own: false, team: false });
  expect(reach(one, world.model('shop.order'), 'update')).toMatchObject({ own: true });
  expect(reach(one, world.model('shop.order'), 'export')).toMatchObject({ all: true });
});

test('grants of several roles are united, and the most permissive access to a field holds', async () => {
  const both = roles(
    own,
    [{ entity: 'shop.firm', actions: { read: 'own' }, fields: { '*': 'read', secret: 'none' } }],
    [
      {
        entity: 'shop.*',
        actions: { read: 'team' },
        fields: { '*': 'mask', secret: 'mask', name: 'write' },
      },
    ],
    [{ entity: 'shop.order', actions: { read: 'all' } }],
  );
  const model = world.model('shop.firm');
  expect(reach(both, model, 'read')).toMatchObject({
    all: false,
    own: true,
    team: true,
    teamTree: false,
  });
  expect(reach(both, model, 'update')).toMatchObject({ all: false, own: false });
  expect(
    ['name', 'industry', 'secret', 'id', 'nothing'].map((name) => fieldAccess(both, model, name)),
  ).toEqual(['write', 'read', 'mask', 'read', 'none']);
});

test('permissions come from roles and from what plugins declare for them', () => {
  const withRole = (key: string, permissions: string[]): Execution => ({
    ...own,
    principal: {
      ...own.principal,
      roles: [{ id: '1', key, label: { en: '' }, grants: [], permissions }],
    },
  });
  expect(may(withRole('chief', []), 'shop.order.approve')).toBe(true);
  expect(may(withRole('clerk', []), 'shop.order.approve')).toBe(false);
  expect(may(withRole('clerk', ['*']), 'anything.at.all')).toBe(true);
  expect(may(own, 'tessera.plugin.manage')).toBe(false);
});

test('a principal is loaded again when a role, a team or its status changes', async () => {
  const principals = createPrincipals(world.database);
  const id = own.principal.userId!;
  const first = await principals.find(id);
  expect(first).toMatchObject({
    userId: id,
    teamIds: [ids['coast']],
    roles: [{ key: 'role-of-Own' }],
  });
  expect(await principals.find(id)).toBe(first);
  await world.database.query('update tessera.team set name = name where id = $1', [ids['east']]);
  expect(await principals.find(id)).not.toBe(first);
  expect(tree.principal.managedTeamIds.toSorted()).toEqual(
    [ids['west']!, ids['coast']!].toSorted(),
  );
  await world.database.query(`update tessera."user" set status = 'suspended' where id = $1`, [id]);
  expect(await principals.find(id)).toBeUndefined();
  expect(await loadPrincipal(world.database, id)).toBeUndefined();
  expect(await principals.find('no id')).toBeUndefined();
});

function roles(execution: Execution, ...lists: Grant[][]): Execution {
  const made = lists.map((grants, index) => ({
    id: `${index}`,
    key: `r${index}`,
    label: { en: '' },
    grants,
    permissions: [],
  }));
  return { ...execution, principal: { ...execution.principal, roles: made } };
}
