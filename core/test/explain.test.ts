import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainAccess } from '../src/permissions/explain.ts';
import type { ExplainStep, Explanation } from '../src/permissions/explanation.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
const ids: Record<string, string> = {};
let member: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  ids['coast'] = await world.team('Coast');
  ids['east'] = await world.team('East');
  const teamRole = await world.insert('tessera.role', {
    key: 'coast-role',
    name: 'Coast role',
    grants: JSON.stringify([{ entity: 'shop.*', actions: { read: 'team' } }]),
    permissions: '[]',
  });
  await world.database.query('update tessera.team set roles_ids = $2 where id = $1', [
    ids['coast'],
    [teamRole],
  ]);
  member = await world.user(
    'Member',
    [
      {
        entity: 'shop.firm',
        actions: { read: 'own', update: { filter: { industry: 'retail' } }, export: 'own' },
        fields: { secret: 'mask', revenue: 'none', industry: 'read' },
      },
      { entity: 'shop.order', actions: { read: 'own' }, fields: { amount: 'none' } },
    ],
    { team_id: ids['coast'] },
  );
  ids['mine'] = await world.insert('shop.firm', {
    name: 'mine',
    owner_id: member.principal.userId,
    team_id: ids['coast'],
  });
  ids['far'] = await world.insert('shop.firm', {
    name: 'far',
    team_id: ids['east'],
    industry: 'retail',
  });
  ids['person'] = await world.insert('shop.person', { name: 'person', firm_id: ids['mine'] });
  ids['order'] = await world.insert('shop.order', { name: 'order', team_id: ids['coast'] });
  ids['line'] = await world.insert('shop.line', { name: 'line', order_id: ids['order'] });
});
afterAll(() => world.close());

function explain(
  entity: string,
  record: string | undefined,
  more: { action?: string; field?: string; asking?: Execution } = {},
): Promise<Explanation> {
  const { action = 'read', field, asking = world.system } = more;
  return explainAccess(asking, {
    userId: member.principal.userId!,
    entity: entity as 'shop.firm',
    id: record === undefined ? undefined : (ids[record] ?? record),
    field,
    action,
  });
}

function outcomes(explanation: Explanation, kind: ExplainStep['kind']): readonly unknown[] {
  return explanation.steps
    .filter((step) => step.kind === kind)
    .map((step) => [step.outcome, 'reason' in step ? step.reason : undefined]);
}

test('an explanation goes from who asks to the field, and names every role, also that of the team', async () => {
  const explanation = await explain('shop.firm', 'mine', { field: 'name' });
  expect(explanation).toMatchObject({
    allowed: true,
    user: { name: 'Member', status: 'active' },
    title: 'mine',
    action: 'read',
    field: 'name',
    fieldAccess: 'write',
  });
  expect(explanation.steps.map(({ kind }) => kind)).toEqual([
    'user',
    'role',
    'role',
    'scope',
    'scope',
    'default',
    'record',
    'field',
  ]);
  expect(explanation.steps.filter((step) => step.kind === 'role')).toMatchObject([
    { outcome: 'grants', scopes: ['team'], role: { key: 'coast-role', via: 'team', from: 'role' } },
    { outcome: 'grants', scopes: ['own'], role: { key: 'role-of-Member', via: 'user' } },
  ]);
  expect(outcomes(explanation, 'scope')).toEqual([
    ['grants', 'owner'],
    ['grants', 'team'],
  ]);
});

test('why not: no grant, out of scope, a field that is hidden, masked or filled by the system', async () => {
  const none = await explain('shop.firm', 'mine', { action: 'delete' });
  expect([none.allowed, outcomes(none, 'scope')]).toEqual([false, [['denies', 'noGrant']]]);
  const far = await explain('shop.firm', 'far');
  expect([far.allowed, outcomes(far, 'scope')]).toEqual([
    false,
    [
      ['noted', 'owner'],
      ['noted', 'team'],
    ],
  ]);
  // The filter would let him change it; what cannot be read cannot be changed.
  const change = await explain('shop.firm', 'far', { action: 'update' });
  expect([change.allowed, outcomes(change, 'scope')]).toEqual([
    false,
    [
      ['grants', 'filter'],
      ['denies', 'notReadable'],
    ],
  ]);
  const field = async (name: string, action = 'read'): Promise<readonly unknown[]> => {
    const { allowed, fieldAccess } = await explain('shop.order', 'order', { field: name, action });
    return [allowed, fieldAccess];
  };
  // The team's role names no field, so it gives them all: the most permissive holds.
  expect(await field('amount')).toEqual([true, 'write']);
  expect(await field('createdAt')).toEqual([true, 'write']);
  expect(
    (await explain('shop.order', 'order', { field: 'createdAt', action: 'update' })).steps.at(-1),
  ).toMatchObject({
    kind: 'field',
    outcome: 'denies',
    reason: 'readOnly',
  });
});

test('shares are told with who they are for, until when and by which rule; ended ones are noted', async () => {
  const { rows } = await shareWith([member.principal.userId, null, '2020-01-01T00:00:00Z']);
  const ended = await explain('shop.firm', 'far');
  expect(ended.allowed).toBe(false);
  expect(ended.steps).toContainEqual({
    kind: 'share',
    outcome: 'noted',
    share: {
      id: rows,
      grantee: { kind: 'user', id: member.principal.userId, name: 'Member' },
      actions: ['read'],
      rule: null,
      expiresAt: '2020-01-01T00:00:00.000Z',
      isExpired: true,
    },
  });
  await shareWith([null, ids['coast'], null]);
  const shared = await explain('shop.firm', 'far');
  expect([shared.allowed, outcomes(shared, 'share')]).toEqual([
    true,
    [
      ['noted', undefined],
      ['grants', undefined],
    ],
  ]);
  await world.database.query('delete from tessera.record_share');
});

async function shareWith(
  values: readonly [string | null | undefined, string | null | undefined, string | null],
): Promise<{ rows: string }> {
  const [row] = await world.database.query<{ id: string }>(
    `insert into tessera.record_share (entity, record_id, user_id, team_id, expires_at, actions)
     values ('shop.firm', $1, $2, $3, $4, '{read}') returning id`,
    [ids['far'], ...values],
  );
  return { rows: row!.id };
}

test('parents are followed level by level, with titles for those who may read them', async () => {
  const line = await explain('shop.line', 'line');
  expect(line.allowed).toBe(true);
  expect(line.steps.filter((step) => step.kind === 'parent')).toEqual([
    {
      kind: 'parent',
      outcome: 'grants',
      parent: { entity: 'shop.order', id: ids['order'], title: 'order' },
      reasons: ['team'],
      isReadable: true,
      isDeleted: false,
    },
  ]);
  const stranger = await world.user('Stranger', []);
  const blind = await explain('shop.line', 'line', { asking: stranger });
  expect(blind.title).toBeNull();
  expect(blind.steps.find((step) => step.kind === 'parent')).toMatchObject({
    parent: { title: null },
  });
});

test('deleted and missing records, users who may not act, tokens', async () => {
  await world.database.query('update shop.person set deleted_at = now() where id = $1', [
    ids['person'],
  ]);
  const deleted = await explain('shop.person', 'person');
  expect([deleted.allowed, deleted.title, outcomes(deleted, 'record')]).toEqual([
    false,
    'person',
    [['denies', undefined]],
  ]);
  const missing = await explain('shop.person', '00000000-0000-7000-8000-000000000000');
  expect([missing.allowed, missing.steps.at(-1)]).toMatchObject([false, { state: 'missing' }]);
  expect((await explain('shop.person', 'no id')).allowed).toBe(false);

  const question = {
    userId: member.principal.userId!,
    entity: 'shop.firm',
    action: 'read',
  } as const;
  const scopes = {
    records: [{ entity: 'shop.order', actions: ['read'] }],
    permissions: [],
  } as const;
  const token = await explainAccess(world.system, { ...question, scopes });
  expect([token.allowed, outcomes(token, 'token')]).toEqual([false, [['denies', undefined]]]);

  await world.database.query(`update tessera."user" set status = 'suspended' where id = $1`, [
    question.userId,
  ]);
  const suspended = await explain('shop.firm', 'mine');
  expect([suspended.allowed, outcomes(suspended, 'user'), outcomes(suspended, 'scope')[0]]).toEqual(
    [false, [['denies', undefined]], ['grants', 'owner']],
  );
  await expect(
    explainAccess(world.system, { ...question, userId: '00000000-0000-7000-8000-000000000000' }),
  ).rejects.toMatchObject({ code: 'CORE_RECORD_MISSING' });
  await expect(explain('shop.nothing', undefined)).rejects.toMatchObject({
    code: 'CORE_NAME_UNKNOWN',
  });
});
