import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentExecution, definePlugin, on, when, type TesseraError } from '../src/index.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { Company, Deal, extra, install, makeWorld, Note, toy, type World } from './world.ts';

const heard: string[] = [];
const followed: string[] = [];
const rules = definePlugin({
  hooks: [
    on(Company, 'validating', (_ctx, write) => {
      const { name } = write.values;
      return name === 'shout'
        ? { ...write, values: { ...write.values, name: 'SHOUT', industry: 'retail' } }
        : undefined;
    }),
    on(Company, 'creating', (_ctx, { values }) =>
      values['name'] === 'refused'
        ? { reason: 'Not this one.', field: 'name', code: 'RULES_NAME' }
        : undefined,
    ),
    on(Company, 'updating', (_ctx, { before, values }) =>
      before?.['name'] === 'frozen' && 'employees' in values
        ? { reason: 'It is frozen.' }
        : undefined,
    ),
    on(Company, 'deleting', (_ctx, { before }) =>
      before?.['name'] === 'eternal' ? { reason: 'It stays.' } : undefined,
    ),
    on(
      Company,
      'writing',
      (_ctx, { action, values }) =>
        void followed.push(`${action} ${Object.keys(values).join(' ')}`),
      { fields: ['employees'] },
    ),
    on(Deal, 'writing', async (ctx, { action, before, values }) => {
      if (values['name'] === 'explodes') throw new Error('boom');
      const id = (before?.['id'] ?? values['id']) as string;
      await ctx.records(Note).create({
        subject: `${action} ${String(values['name'])}`,
        about: { entity: 'toy.deal', id },
      });
    }),
  ],
  events: [
    when(Company, 'created', (_ctx, { payload, id }) => {
      heard.push(`${id} ${String(payload.after?.['name'])}`);
    }),
  ],
});

let world: World;
const records = recordsOf();
beforeAll(async () => {
  world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      install(rules, { id: 'rules', requires: { toy: '^1' } }),
    ],
  });
});
afterAll(() => world.close());

const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

describe('hooks of a write', () => {
  it('validating: changes what is written', () =>
    asSystem(async () => {
      expect(await records(Company).create({ name: 'shout' })).toMatchObject({
        name: 'SHOUT',
        industry: 'retail',
      });
    }));

  it('writing: a tap that names fields follows only the writes of one of them, and every deletion', () =>
    asSystem(async () => {
      followed.length = 0;
      const company = await records(Company).create({ name: 'Followed' });
      await records(Company).update(company.id, { name: 'Renamed' });
      await records(Company).update(company.id, { employees: 7 });
      await records(Company).delete(company.id);
      expect(followed).toEqual(['update employees', expect.stringMatching(/^delete/)]);
    }));

  it('guards: refuse with the reason, the field and the code', () =>
    asSystem(async () => {
      expect(await failure(records(Company).create({ name: 'refused' }))).toMatchObject({
        code: 'CORE_GUARD_REFUSED',
        message: 'Not this one.',
        details: { refusal: 'RULES_NAME' },
        problems: [{ pointer: '/name', detail: 'Not this one.' }],
      });
      expect(await records(Company).count({ name: 'refused' })).toBe(0);
      const { id } = await records(Company).create({ name: 'frozen' });
      expect(await failure(records(Company).update(id, { employees: 1 }))).toMatchObject({
        message: 'It is frozen.',
      });
      expect(await records(Company).update(id, { name: 'frozen' })).toMatchObject({ version: 1 });
      const eternal = await records(Company).create({ name: 'eternal' });
      expect(await failure(records(Company).delete(eternal.id))).toMatchObject({
        message: 'It stays.',
      });
      expect(await records(Company).find(eternal.id)).toBeDefined();
    }));

  it('guards: are warnings in an import of history, which the event says', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'refused' }, { history: true });
      expect(
        await world.kernel.database.query(
          'select history from tessera.event where record_id = $1',
          [id],
        ),
      ).toEqual([{ history: true }]);
    }));

  it('writing: writes along in the transaction, and undoes it when it fails', () =>
    asSystem(async () => {
      const deal = await records(Deal).create({ name: 'works' });
      expect(
        (await records(Note).query({ filter: { subject: 'create works' } })).records,
      ).toMatchObject([{ about: { entity: 'toy.deal', id: deal.id } }]);
      const error = await failure(records(Deal).create({ name: 'explodes' }));
      expect(error.code).toBe('CORE_HOOK_FAILED');
      expect(await records(Deal).count({ name: 'explodes' })).toBe(0);
      const outcomes = await records(Deal).createMany(
        [{ name: 'one' }, { name: 'explodes' }, { name: 'two' }],
        { atomic: 'each' },
      );
      expect(outcomes.map(({ status }) => status)).toEqual(['created', 'failed', 'created']);
      expect(
        await records(Note).count({
          subject: { in: ['create one', 'create two', 'create explodes'] },
        }),
      ).toBe(2);
    }));
});

describe('a transaction', () => {
  it('that fails leaves nothing: no record, audit, event, search row or announcement', async () => {
    const announced: string[] = [];
    const stop = world.kernel.onChange((changes) =>
      announced.push(...changes.map(({ entity }) => entity)),
    );
    const ids: string[] = [];
    await asSystem(async () => {
      const work = runTransaction(currentExecution(), async () => {
        ids.push((await records(Company).create({ name: 'undone' })).id);
        ids.push((await records(Deal).create({ name: 'undone', company: ids[0]! })).id);
        throw new Error('no');
      });
      await expect(work).rejects.toThrow('no');
    });
    for (const [table, column] of [
      ['toy.company', 'id'],
      ['toy.deal', 'id'],
      ['tessera.audit', 'record_id'],
      ['tessera.event', 'record_id'],
      ['tessera.search', 'record_id'],
      ['tessera.stage_history', 'record_id'],
    ]) {
      const rows = await world.kernel.database.query(
        `select 1 from ${table} where ${column} = any($1::uuid[])`,
        [ids],
      );
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    expect(announced).toEqual([]);
    stop();
  });

  it('goes on after a write that failed and was caught, also with writes at the same time', () =>
    asSystem(async () => {
      const made = await runTransaction(currentExecution(), async () => {
        await records(Company).create({ name: 'A', taxCode: 'tx' });
        const results = await Promise.allSettled([
          records(Company).create({ name: 'B', taxCode: 'tx' }),
          records(Company).create({ name: 'C', taxCode: 'tx-c' }),
          records(Company).create({ name: 'D', taxCode: 'tx' }),
          records(Company).create({ name: 'E', taxCode: 'tx-e' }),
        ]);
        return results.map(({ status }) => status);
      });
      expect(made).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
      expect(await records(Company).count({ taxCode: { startsWith: 'tx' } })).toBe(3);
    }));

  it('tells its events once, after the commit', async () => {
    await asSystem(async () => {
      await runTransaction(currentExecution(), async () => {
        await records(Company).create({ name: 'event one' });
        await records(Company).create({ name: 'event two' });
      });
    });
    // An older transaction of another test on the same server holds them back.
    await world.kernel.deliverEvents();
    const told = heard
      .map((line) => line.split(' ').slice(1).join(' '))
      .filter((name) => name.startsWith('event'));
    expect(told).toEqual(['event one', 'event two']);
  });
});
