import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Deal, Machine, makeWorld, Step, type World } from './world.ts';

let world: World;
let steps: Map<string, string>;
const records = recordsOf();
const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
beforeAll(async () => {
  world = await makeWorld();
  const page = await asSystem(() => records(Step).query({}));
  steps = new Map(page.records.map(({ key, id }) => [key, id]));
});
afterAll(() => world.close());

const historyOf = (id: string) =>
  world.kernel.database.query<Record<string, unknown>>(
    'select from_id, to_id, entered_at, left_at, seconds, snapshot from tessera.stage_history where record_id = $1 order by id',
    [id],
  );
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

describe('states', () => {
  it('a new record begins in the first state of the first machine', () =>
    asSystem(async () => {
      const deal = await records(Deal).create({ name: 'D' });
      expect(deal).toMatchObject({ step: steps.get('new') });
      expect(deal.machine).not.toBeNull();
      expect(await historyOf(deal.id)).toMatchObject([
        { from_id: null, to_id: steps.get('new'), left_at: null, seconds: null },
      ]);
    }));

  it('takes keys and ids, and writes how long a state lasted', () =>
    asSystem(async () => {
      const start = new Date();
      world.clock.time = start;
      const deal = await records(Deal).create({
        name: 'D',
        amount: { amount: '5', currency: 'USD' },
        step: 'new',
      });
      world.clock.time = new Date(start.getTime() + 90_000);
      const moved = await records(Deal).update(deal.id, { step: 'engaging' });
      expect(moved).toMatchObject({
        step: steps.get('engaging'),
        stepEnteredAt: world.clock.time.toISOString(),
      });
      await records(Deal).update(deal.id, { name: 'E', step: steps.get('engaging')! });
      const rows = await historyOf(deal.id);
      expect(rows).toMatchObject([
        {
          from_id: null,
          to_id: steps.get('new'),
          seconds: 90,
          left_at: world.clock.time.toISOString(),
        },
        { from_id: steps.get('new'), to_id: steps.get('engaging'), seconds: null },
      ]);
      expect(rows[1]?.['snapshot']).toMatchObject({
        amount: { amount: '5.00', currency: 'USD' },
        closeDate: null,
      });
      const events = await world.kernel.database.query(
        `select name, payload -> 'field' as field from tessera.event where record_id = $1 order by sequence`,
        [deal.id],
      );
      expect(events.map((event) => event['name'])).toEqual([
        'toy.deal.created',
        'toy.deal.updated',
        'toy.deal.stageChanged',
        'toy.deal.updated',
      ]);
      expect(events[2]?.['field']).toBe('step');
    }));

  it('refuses what is not a state of the record’s machine', () =>
    asSystem(async () => {
      const other = await records(Machine).create({ name: 'Other' });
      const foreign = await records(Step).create({
        machine: other.id,
        key: 'odd',
        name: 'Odd',
        kind: 'open',
        order: 9,
      });
      const deal = await records(Deal).create({ name: 'D' });
      for (const step of ['nowhere', foreign.id, '01900000-0000-7000-8000-000000000000']) {
        const error = await failure(records(Deal).update(deal.id, { step }));
        expect(error.problems.map(({ pointer }) => pointer)).toEqual(['/step']);
      }
      expect(
        (await failure(records(Deal).update(deal.id, { machine: other.id }))).problems[0]?.pointer,
      ).toBe('/step');
      const moved = await records(Deal).update(deal.id, { machine: other.id, step: 'odd' });
      expect(moved).toMatchObject({ machine: other.id, step: foreign.id });
      const made = await records(Deal).create({ name: 'O', step: 'odd' });
      expect(made.machine).toBe(other.id);
    }));

  it('a client’s time of entering is ignored; an import of history brings it', () =>
    asSystem(async () => {
      const rep = await world.user('Stage rep', {
        grants: [{ entity: 'toy.*', actions: { create: 'all', read: 'all', update: 'all' } }],
      });
      const past = '2017-03-01T00:00:00.000Z';
      await world.as(rep, async () => {
        const deal = await records(Deal).create({ name: 'now', stepEnteredAt: past });
        expect(deal.stepEnteredAt).toBe(world.clock.time.toISOString());
      });
      const deal = await records(Deal).create(
        { name: 'old', step: 'engaging', stepEnteredAt: past },
        { history: true },
      );
      expect(deal.stepEnteredAt).toBe(past);
      const closed = '2017-03-11T00:00:00.000Z';
      await records(Deal).update(
        deal.id,
        { step: 'won', stepEnteredAt: closed },
        { history: true },
      );
      await records(Deal).update(
        deal.id,
        { step: 'won', stepEnteredAt: closed },
        { history: true },
      );
      expect(await historyOf(deal.id)).toMatchObject([
        { to_id: steps.get('engaging'), entered_at: past, left_at: closed, seconds: 864_000 },
        { to_id: steps.get('won'), entered_at: closed, left_at: null },
      ]);
    }));

  it('a state that records are in cannot be deleted', () =>
    asSystem(async () => {
      const error = await failure(records(Step).delete(steps.get('new')!));
      expect(error.code).toBe('CORE_RECORD_IN_USE');
    }));
});
