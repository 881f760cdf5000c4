import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldAccess, requireAction } from '../src/permissions/authorize.ts';
import { explainAccess } from '../src/permissions/explain.ts';
import type { Explanation } from '../src/permissions/explanation.ts';
import type { Grant } from '../src/permissions/policy.ts';
import { compilePredicate } from '../src/permissions/predicate.ts';
import { recordAccess } from '../src/permissions/record-access.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { readRecord } from '../src/records/read.ts';
import { createParameters } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
const teams: string[] = [];
const records: { readonly entity: string; readonly id: string }[] = [];
let user: Execution;
let other: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  teams.push(await world.team('One'));
  teams.push(await world.team('Two', { parent_id: teams[0] }));
  teams.push(await world.team('Three'));
  user = await world.user('User', [], { team_id: teams[1] });
  other = await world.user('Other');
  for (const owner of [user.principal.userId, null]) {
    for (const team of [teams[1], teams[2]]) {
      const columns = { owner_id: owner, team_id: team };
      const industry = owner === null ? 'retail' : 'medical';
      const firm = await insert('shop.firm', { name: 'firm', ...columns, industry });
      await insert('shop.person', { name: 'person', firm_id: firm });
      await insert('shop.person', { name: 'person', firm_id: firm, ...columns, owner_id: null });
      const order = await insert('shop.order', { name: 'order', ...columns, firm_id: firm });
      await insert('shop.line', { name: 'line', order_id: order });
    }
  }
  const gone = await insert('shop.firm', { name: 'gone', deleted_at: new Date() });
  await insert('shop.person', { name: 'of gone', firm_id: gone });
  await insert('shop.stage', { key: 'new', name: 'New', kind: 'open', order: 1 });
});
afterAll(() => world.close());

async function insert(entity: string, columns: Record<string, unknown>): Promise<string> {
  const id = await world.insert(entity, columns);
  records.push({ entity, id });
  return id;
}

const scope = fc.oneof(
  fc.constantFrom(
    'none' as const,
    'own' as const,
    'team' as const,
    'teamTree' as const,
    'all' as const,
  ),
  fc.constantFrom({ filter: { industry: 'retail' } }, { filter: { x_gone: 1 } }),
);
const entity = fc.constantFrom(
  '*' as const,
  'shop.*' as const,
  'shop.firm' as const,
  'shop.person' as const,
  'shop.order' as const,
  'shop.line' as const,
);
const access = fc.constantFrom('none' as const, 'mask' as const, 'read' as const, 'write' as const);
const grant: fc.Arbitrary<Grant> = fc.record(
  {
    entity,
    actions: fc.record({ read: scope, update: scope, export: scope }, { requiredKeys: ['read'] }),
    fields: fc.record({ name: access, '*': access }, { requiredKeys: [] }),
  },
  { requiredKeys: ['entity', 'actions'] },
);
const policy = fc.record({
  own: fc.array(grant, { maxLength: 3 }),
  ofTeam: fc.array(grant, { maxLength: 2 }),
  manages: fc.option(fc.nat(2)),
  level: fc.constantFrom('private', 'read', 'write'),
  shares: fc.array(
    fc.record({ record: fc.nat(40), toTeam: fc.boolean(), canUpdate: fc.boolean() }),
    { maxLength: 3 },
  ),
});
type Policy = typeof policy extends fc.Arbitrary<infer P> ? P : never;

async function apply({ own, ofTeam, manages, level, shares }: Policy): Promise<Execution> {
  const query = (text: string, values?: readonly unknown[]): Promise<unknown> =>
    world.database.query(text, values);
  await query('delete from tessera.record_share');
  await query('delete from tessera.sharing_default');
  await query('update tessera.team set manager_id = null, roles_ids = null');
  if (level !== 'private')
    await query(`insert into tessera.sharing_default values ('shop.firm', $1)`, [level]);
  await query('update tessera.role set grants = $1 where id = $2', [
    JSON.stringify(own),
    user.principal.roles.find(({ key }) => key === 'role-of-User')?.id,
  ]);
  await query('update tessera.role set grants = $1 where id = $2', [
    JSON.stringify(ofTeam),
    other.principal.roles[0]?.id,
  ]);
  await query('update tessera.team set roles_ids = $1 where id = $2', [
    [other.principal.roles[0]?.id],
    teams[1],
  ]);
  if (manages !== null)
    await query('update tessera.team set manager_id = $1 where id = $2', [
      user.principal.userId,
      teams[manages],
    ]);
  for (const { record, toTeam, canUpdate } of shares) {
    const shared = records[record % records.length]!;
    await query(
      `insert into tessera.record_share (entity, record_id, user_id, team_id, actions) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [
        shared.entity,
        shared.id,
        toTeam ? null : user.principal.userId,
        toTeam ? teams[1] : null,
        canUpdate ? ['read', 'update'] : ['read'],
      ],
    );
  }
  return world.again(user);
}

/** Whether the compiled predicates let the action through on a live record. */
async function decided(execution: Execution, of: string, id: string, action: string) {
  const model = world.model(of);
  try {
    requireAction(execution, model, action);
    if (action !== 'update') requireAction(execution, model, 'read');
  } catch {
    return false;
  }
  const parameters = createParameters();
  const key = parameters.bind(id, 'uuid');
  const condition = ['read', action]
    .map((one) => compilePredicate(execution, model, one, 'r', parameters))
    .join(') and (');
  const rows = await world.database.query(
    `select 1 from "${model.schema}"."${model.table}" r where r.id = ${key} and r.deleted_at is null and (${condition})`,
    parameters.values,
  );
  return rows.length > 0;
}

/** Whether a step says that the record is in reach. */
function isToldReachable({ steps }: Explanation): boolean {
  const denied = steps.some((step) => step.kind !== 'field' && step.outcome === 'denies');
  const [nearest] = steps.filter(({ kind }) => kind === 'parent');
  return (
    !denied &&
    (nearest?.outcome === 'grants' ||
      steps.some(
        ({ kind, outcome }) => ['scope', 'default', 'share'].includes(kind) && outcome === 'grants',
      ))
  );
}

test('an explanation says what is decided, whatever the policy', async () => {
  await fc.assert(
    fc.asyncProperty(policy, async (drawn) => {
      const execution = await apply(drawn);
      for (const { entity: of, id } of records) {
        const model = world.model(of);
        const question = { userId: execution.principal.userId!, entity: model.id, id };
        const may = await recordAccess(execution, model, id);
        for (const action of ['read', 'update', 'export'] as const) {
          const explanation = await explainAccess(world.system, { ...question, action });
          const expected = await decided(execution, of, id, action);
          const all = [
            explanation.allowed,
            isToldReachable(explanation),
            may.actions.includes(action),
          ];
          expect([of, action, ...all]).toEqual([of, action, expected, expected, expected]);
        }
        const seen = await readRecord(execution, model, id).catch(() => undefined);
        const told = await explainAccess(world.system, {
          ...question,
          action: 'read',
          field: 'name',
        });
        const isShown = seen !== undefined && fieldAccess(execution, model, 'name') !== 'none';
        expect([told.allowed, 'name' in (seen ?? {})]).toEqual([isShown, isShown]);
      }
    }),
    { numRuns: 5 },
  );
});
