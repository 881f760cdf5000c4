import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compilePredicate } from '../src/permissions/predicate.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { createReadParameters } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

const OTHERS = 2;
const FIRMS = 1500;

let world: ReadWorld;
let reader: Execution;
let team: string;
let firm: string;

beforeAll(async () => {
  world = await openReadWorld();
  team = await world.team('Readers');
  const own = [{ entity: '*' as const, actions: { read: 'own' as const } }];
  reader = await world.user('Reader', own, { team_id: team });
  firm = await world.insert('shop.firm', { name: 'Firm' });
  await world.insert('shop.person', { name: 'Person', firm_id: firm });
});
beforeEach(() => world.database.query('delete from tessera.record_share'));
afterAll(() => world.close());

const shares: readonly [string, object, readonly string[]][] = [
  ['nothing', { user_id: null }, []],
  ['the firm', {}, ['Person']],
  ['the firm, with the team', { user_id: null, team_id: 'team' }, ['Person']],
  ['the firm, until yesterday', { expires_at: '2020-01-01T00:00:00Z' }, []],
  ['the firm, for updates', { actions: ['update'] }, []],
  ['another firm', { record_id: '00000000-0000-7000-8000-000000000000' }, []],
];

test.each(shares)('the people on a page where this is shared: %s', async (_, share, names) => {
  await insertShare({ entity: 'shop.firm', record_id: firm, actions: ['read'], ...share });
  const { text, values } = pageOfPeople();
  const people = await world.database.query<{ name: string }>(text, values);
  expect(people.map(({ name }) => name)).toEqual(names);
});

test('whether anything is shared is asked of an index, though others have nearly all there is', async () => {
  await world.database.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions)
     select 'shop.firm', gen_random_uuid(), u, '{read}'
     from (select gen_random_uuid() as u from generate_series(1, ${OTHERS})) x, generate_series(1, ${FIRMS})`,
  );
  await world.database.query('vacuum analyze tessera.record_share');
  const { text, values } = pageOfPeople();
  const [row] = await world.database.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `explain (format json) ${text}`,
    values,
  );
  const plans = (row?.['QUERY PLAN'] ?? []).flatMap(({ Plan: plan }) => readsOfShares(plan));
  expect(new Set(plans)).toEqual(
    new Set(['record_share_of_user', 'record_share_of_team', 'record_share_once']),
  );
});

function pageOfPeople(): { readonly text: string; readonly values: unknown[] } {
  const parameters = createReadParameters('all');
  const model = world.model('shop.person');
  const readable = compilePredicate(reader, model, 'read', 'r', parameters, 'page');
  const text = `select name from shop.person r where ${readable} order by updated_at, id limit 50`;
  return { text, values: parameters.values };
}

async function insertShare(share: Record<string, unknown>): Promise<void> {
  const all: Record<string, unknown> = { user_id: reader.principal.userId, ...share };
  if (all['team_id']) all['team_id'] = team;
  if (!all['user_id'] && !all['team_id']) return;
  const names = Object.keys(all);
  await world.database.query(
    `insert into tessera.record_share (${names.join(', ')}) values (${names.map((__, index) => `$${index + 1}`).join(', ')})`,
    Object.values(all),
  );
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** The index, or nothing, by which each part of a plan reads shares. */
function readsOfShares(plan: Plan): (string | undefined)[] {
  const here = plan['Relation Name'] === 'record_share' ? [plan['Index Name']] : [];
  return [...here, ...(plan.Plans ?? []).flatMap(readsOfShares)];
}
