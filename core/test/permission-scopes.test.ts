import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  fieldAccess,
  may,
  reach,
  reachesNothing,
  requireAction,
} from '../src/permissions/authorize.ts';
import { scopedPrincipal, viewAs } from '../src/permissions/limited-principal.ts';
import type { TokenScopes } from '../src/permissions/policy.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { queryRecords, readRecord } from '../src/records/read.ts';
import { globalSearch } from '../src/records/search.ts';
import { writeCreates, writeDeletions, writeUpdates } from '../src/records/write.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let user: Execution;
let firm: string;
const every = { create: 'all', read: 'all', update: 'all', delete: 'all', export: 'all' } as const;

beforeAll(async () => {
  world = await openReadWorld();
  user = await world.user('User', [{ entity: '*', actions: every }]);
  firm = await world.insert('shop.firm', { name: 'firm', secret: 'classified' });
  await world.insert('shop.order', { name: 'order of firm', firm_id: firm });
});
afterAll(() => world.close());

function scoped(scopes: TokenScopes, by: Execution = user): Execution {
  return { ...by, principal: scopedPrincipal(by.principal, scopes, 'token') };
}

test('a token does what its scopes name, and never more than its user may', async () => {
  const scopes: TokenScopes = {
    records: [{ entity: 'shop.firm', actions: ['read', 'update'] }],
    permissions: ['shop.order.approve'],
  };
  const token = scoped(scopes);
  const can = (action: string): boolean =>
    !reachesNothing(reach(token, world.model('shop.firm'), action));
  expect(['create', 'read', 'update', 'delete', 'export'].filter(can)).toEqual(['read', 'update']);
  // The user himself has not the permission.
  expect(may(token, 'shop.order.approve')).toBe(false);
  expect(may(scoped({ records: [], permissions: ['*'] }), 'shop.order.approve')).toBe(false);
  const chief = await world.user('Chief', [], {});
  const key = { ...chief.principal.roles[0]!, key: 'chief' };
  const leader = { ...chief, principal: { ...chief.principal, roles: [key] } };
  expect(may(leader, 'shop.order.approve')).toBe(true);
  expect(may(scoped(scopes, leader), 'shop.order.approve')).toBe(true);
  expect(may(scoped({ records: [], permissions: [] }, leader), 'shop.order.approve')).toBe(false);
});

test('an entity that the scopes do not name is as if nothing were granted, also along a reference', async () => {
  const token = scoped({ records: [{ entity: 'shop.order', actions: ['*'] }], permissions: [] });
  const model = world.model('shop.firm');
  expect(() => requireAction(token, model, 'read')).toThrow(
    expect.objectContaining({ code: 'CORE_NOT_PERMITTED' }),
  );
  expect(
    [...model.fields.keys()].filter((name) => fieldAccess(token, model, name) !== 'none'),
  ).toEqual([]);
  const { records } = await queryRecords(token, world.model('shop.order'), { include: ['firm'] });
  expect(JSON.stringify(records)).not.toContain('classified');
  expect(records).toMatchObject([{ name: 'order of firm', firm: null }]);
  expect((await globalSearch(token, 'firm')).map(({ entity }) => entity)).toEqual(['shop.order']);
  await expect(
    queryRecords(token, world.model('shop.order'), { filter: { 'firm.secret': 'classified' } }),
  ).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
});

test('what is remembered of a user is not met by his token, nor of one token by another', () => {
  const model = world.model('shop.firm');
  const narrow = scoped({ records: [{ entity: 'shop.order', actions: ['*'] }], permissions: [] });
  const wide = scoped({ records: [{ entity: '*', actions: ['read'] }], permissions: [] });
  for (const round of [1, 2]) {
    expect([round, reach(user, model, 'update').all]).toEqual([round, true]);
    expect([round, reach(narrow, model, 'read').all]).toEqual([round, false]);
    expect([round, reach(wide, model, 'read').all]).toEqual([round, true]);
    expect([round, reach(wide, model, 'update').all]).toEqual([round, false]);
  }
  const scopes = { records: [], permissions: [] };
  const { principal } = user;
  expect(scopedPrincipal(principal, { ...scopes }, 'a')).toBe(
    scopedPrincipal(principal, { ...scopes }, 'a'),
  );
  expect(scopedPrincipal(principal, scopes, 'b').tokenId).toBe('b');
  expect(scopedPrincipal(principal, undefined, 'a')).toEqual({ ...principal, tokenId: 'a' });
});

test('who looks through another’s eyes reads and does nothing else, whatever the roles say', async () => {
  const seen: Execution = {
    ...user,
    principal: viewAs(user.principal, { userId: user.principal.userId!, name: 'Admin' }),
  };
  const model = world.model('shop.firm');
  expect(await readRecord(seen, model, firm, { fields: ['name'] })).toMatchObject({ name: 'firm' });
  const refused = expect.objectContaining({ code: 'CORE_VIEW_ONLY', status: 403 });
  for (const action of ['create', 'update', 'delete', 'export', 'approve'])
    expect(() => requireAction(seen, model, action)).toThrow(refused);
  await expect(writeCreates(seen, model, [{ name: 'new' }])).rejects.toEqual(refused);
  await expect(
    writeUpdates(seen, model, [{ id: firm, changes: { name: 'other' } }]),
  ).rejects.toEqual(refused);
  await expect(writeDeletions(seen, model, [firm])).rejects.toEqual(refused);
  const limitless = { ...seen, principal: { ...seen.principal, unlimited: true } };
  await expect(writeDeletions(limitless, model, [firm])).rejects.toEqual(refused);
  expect(reachesNothing(reach(seen, model, 'update'))).toBe(true);
  expect(reach(user, model, 'update').all).toBe(true);
});
