import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntityId, Filter, Principal } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import {
  applyRule,
  changeRule,
  deleteRule,
  makeRule,
  matching,
  sharedBy,
} from './sharing-world.ts';
import { Company, Deal, makeWorld, Person, type World } from './world.ts';

let world: World;
let mate: Principal;
beforeAll(async () => {
  world = await makeWorld();
  mate = await world.user('Mate');
});
afterAll(() => world.close());

const INDUSTRIES = ['retail', 'medical', 'software'] as const;
const ENTITIES = [Company, Person, Deal] as const;

/** Filters that look at fields, through references, at what points here, at lists of references and at roll-ups. */
const FILTERS: readonly (readonly [entity: string, filter: Filter])[] = [
  ['toy.company', { industry: 'retail' }],
  ['toy.company', { not: { industry: { in: ['retail', 'medical'] } } }],
  ['toy.company', { 'parent.industry': 'retail' }],
  ['toy.company', { people: { some: { email: { contains: '@vip' } } } }],
  ['toy.company', { people: { none: { email: { contains: '@vip' } } } }],
  ['toy.company', { 'parent.people': { every: { name: 'a' } } }],
  ['toy.company', { partners: { some: { industry: 'medical' } } }],
  ['toy.company', { children: { some: { 'parent.industry': 'software' } } }],
  ['toy.company', { deals: { some: { 'company.parent.industry': 'retail' } } }],
  ['toy.company', { extra_dealCount: { gte: 2 } }],
  ['toy.person', { 'company.extra_dealCount': { gte: 1 }, name: { ne: 'b' } }],
  [
    'toy.person',
    { or: [{ 'company.industry': 'medical' }, { 'company.parent.industry': 'medical' }] },
  ],
  ['toy.deal', { 'company.people': { some: { 'company.industry': 'retail' } } }],
  ['toy.deal', { company: null }],
];

const pick = fc.nat({ max: 1000 });
const WEIGHTS = {
  create: 3,
  update: 8,
  delete: 2,
  restore: 2,
  many: 2,
  rule: 1,
  change: 1,
  switch: 1,
  drop: 1,
} as const;
const step = fc.record({
  what: fc.oneof(
    ...Object.entries(WEIGHTS).map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) })),
  ),
  entity: fc.nat({ max: ENTITIES.length - 1 }),
  one: pick,
  other: pick,
  industry: fc.constantFrom(...INDUSTRIES, null),
  text: fc.constantFrom('a', 'b'),
  isVip: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface State {
  readonly ids: string[][];
  readonly rules: Map<string, { filter: number; isActive: boolean }>;
}

function at<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(list.length, 1)];
}

function valuesOf(entity: number, { one, other, industry, text, isVip }: Step, { ids }: State) {
  const company = one % 4 === 0 ? null : (at(ids[0]!, other) ?? null);
  if (entity === 0)
    return { name: text, industry, parent: company, partners: company ? [company] : [] };
  if (entity === 1) return { name: text, email: isVip ? 'x@vip.example' : null, company };
  return { name: text, company };
}

async function write(state: State, taken: Step): Promise<void> {
  const { what, entity, one } = taken;
  const records = recordsOf()(ENTITIES[entity]!.id as EntityId);
  const id = at(state.ids[entity]!, one);
  const values = valuesOf(entity, taken, state) as never;
  if (what === 'create') state.ids[entity]!.push((await records.create(values)).id);
  if (what === 'update' && id) await records.update(id, values);
  if (what === 'many') {
    const all = [...new Set([id, at(state.ids[entity]!, one + 1)])].filter((x) => x !== undefined);
    await records.updateMany(all.map((each) => ({ id: each, changes: values })));
  }
  if (what === 'delete' && id) await records.delete(id);
  if (what === 'restore' && id) await records.restore(id);
}

async function rule(state: State, { what, one, other }: Step): Promise<void> {
  const filter = one % FILTERS.length;
  const id = at([...state.rules.keys()], other);
  const known = id === undefined ? undefined : state.rules.get(id);
  if (what === 'rule' && state.rules.size < 8) {
    const [entity, condition] = FILTERS[filter]!;
    const made = await makeRule(world, { entity, filter: condition, to: mate });
    state.rules.set(made, { filter, isActive: true });
    if (other % 5 > 0) await applyRule(world, made);
  }
  if (!id || !known) return;
  if (what === 'change') {
    known.filter = filter;
    await changeRule(world, id, FILTERS[filter]!, known.isActive);
    if (other % 5 > 0) await applyRule(world, id);
  }
  if (what === 'switch') {
    known.isActive = !known.isActive;
    await changeRule(world, id, FILTERS[known.filter]!, known.isActive);
  }
  if (what === 'drop') {
    await deleteRule(world, id);
    state.rules.delete(id);
  }
}

/** A write that cannot be (what is gone is changed, what is there is restored) changes nothing. */
async function take(state: State, taken: Step): Promise<void> {
  if (['rule', 'change', 'switch', 'drop'].includes(taken.what)) return rule(state, taken);
  await world
    .as(world.system, () => write(state, taken))
    .catch((error: { code?: string }) => {
      if (!error.code?.startsWith('CORE_')) throw error;
    });
}

async function begin(first: number): Promise<State> {
  await world.pool.query('delete from tessera.sharing_rule');
  await world.pool.query('truncate toy.company, toy.person, toy.deal cascade');
  const state: State = { ids: [[], [], []], rules: new Map() };
  await world.as(world.system, async () => {
    for (const [at, industry] of INDUSTRIES.entries()) {
      const parent = state.ids[0]!.at(-1) ?? null;
      const company = await recordsOf()(Company).create({ name: `c${at}`, industry, parent });
      const person = await recordsOf()(Person).create({ name: 'a', company: company.id });
      const deal = await recordsOf()(Deal).create({ name: 'a', company: company.id });
      for (const [kind, { id }] of [company, person, deal].entries()) state.ids[kind]!.push(id);
    }
  });
  for (const [filter, [entity, condition]] of FILTERS.entries()) {
    if ((first + filter) % 2 > 0) continue;
    const id = await makeRule(world, { entity, filter: condition, to: mate });
    await applyRule(world, id);
    state.rules.set(id, { filter, isActive: true });
  }
  return state;
}

/** The rules that share other records than they say. */
async function wrongRules(state: State): Promise<Filter[]> {
  const wrong: Filter[] = [];
  for (const [id, { filter, isActive }] of state.rules) {
    await applyRule(world, id);
    const [entity, condition] = FILTERS[filter]!;
    const expected = isActive ? await matching(world, entity, condition) : [];
    if ((await sharedBy(world, id)).join() !== expected.join()) wrong.push(condition);
  }
  return wrong;
}

test('after any writes and any changes of rules, what is shared is what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(
      pick,
      fc.array(step, { minLength: 25, maxLength: 40 }),
      async (first, steps) => {
        const state = await begin(first);
        const wrong: Filter[] = [];
        for (const [at, taken] of steps.entries()) {
          await take(state, taken);
          if (at % 8 === 7) wrong.push(...(await wrongRules(state)));
        }
        expect([...wrong, ...(await wrongRules(state))]).toEqual([]);
      },
    ),
    { numRuns: process.env['TESSERA_TEST_FULL'] ? 60 : 8, endOnFailure: true },
  );
});
