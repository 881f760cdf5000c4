import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { definePlugin, onBatch, Team, TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { install, makeWorld, type World } from './world.ts';

const calls: (readonly string[])[] = [];
const rules = definePlugin({
  hooks: [
    onBatch(
      'tessera.team.writing',
      (_ctx, writes) => {
        calls.push(writes.map(({ action, values }) => `${action} ${String(values.name)}`));
        if (writes.some(({ values }) => values.name === 'Thirteen'))
          throw new TesseraError('RULES_NAME', 'Not thirteen.', { status: 422 });
      },
      { fields: ['name'] },
    ),
  ],
});

let world: World;
const teams = recordsOf()(Team);
beforeAll(async () => {
  world = await makeWorld({ plugins: [install(rules, { id: 'rules' })] });
});
afterAll(() => world?.close());
beforeEach(() => void calls.splice(0));

test('a tap of batches is given the writes of one batch together, and a single write as a list of one', () =>
  world.as(world.system, async () => {
    const [one, two] = await teams.createMany([{ name: 'One' }, { name: 'Two' }]);
    expect(calls).toEqual([['create One', 'create Two']]);
    expect([one, two]).toMatchObject([{ status: 'created' }, { status: 'created' }]);
    await teams.create({ name: 'Three' });
    expect(calls.at(-1)).toEqual(['create Three']);
  }));

test('writes of other fields are left out of it', () =>
  world.as(world.system, async () => {
    const parent = await teams.create({ name: 'Above' });
    const left = await teams.create({ name: 'Left' });
    const right = await teams.create({ name: 'Right' });
    calls.splice(0);
    await teams.updateMany([
      { id: left.id, changes: { parent: parent.id } },
      { id: right.id, changes: { name: 'Other' } },
    ]);
    expect(calls).toEqual([['update Other']]);
  }));

test('what it refuses fails one record, and the rest of the batch is written', () =>
  world.as(world.system, async () => {
    const names = ['Eleven', 'Twelve', 'Thirteen', 'Fourteen'];
    const outcomes = await teams.createMany(
      names.map((name) => ({ name })),
      { atomic: 'each' },
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'created',
      'created',
      'failed',
      'created',
    ]);
    expect(outcomes[2]).toMatchObject({ code: 'RULES_NAME', detail: 'Not thirteen.' });
    expect(await teams.count({ name: { in: names } })).toBe(3);
  }));
