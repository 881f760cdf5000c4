import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentExecution, type Change } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { recalculateRollups } from '../src/records/rollup.ts';
import { Company, Deal, makeWorld, type World } from './world.ts';

let world: World;
const records = recordsOf();
const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const rollups = async (id: string) => {
  const company = (await records(Company).get(id)) as unknown as Record<string, unknown>;
  return [company['extra_dealCount'], (company['extra_openAmount'] as { amount: string }).amount];
};
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('roll-ups', () => {
  it('follow creation, change, move, close, deletion and restoration', () =>
    asSystem(async () => {
      const one = await records(Company).create({ name: 'One' });
      const two = await records(Company).create({ name: 'Two' });
      expect(await rollups(one.id)).toEqual([0, '0.00']);
      const deal = await records(Deal).create({ name: 'A', company: one.id, amount: usd('10') });
      await records(Deal).create({
        name: 'B',
        company: one.id,
        amount: { amount: '100', currency: 'CNY' },
      });
      expect(await rollups(one.id)).toEqual([2, '24.00']);
      await records(Deal).update(deal.id, { amount: usd('20') });
      expect(await rollups(one.id)).toEqual([2, '34.00']);
      await records(Deal).update(deal.id, { company: two.id });
      expect(await rollups(one.id)).toEqual([1, '14.00']);
      expect(await rollups(two.id)).toEqual([1, '20.00']);
      await records(Deal).update(deal.id, { step: 'won' });
      expect(await rollups(two.id)).toEqual([1, '0.00']);
      await records(Deal).update(deal.id, { step: 'new' });
      await records(Deal).delete(deal.id);
      expect(await rollups(two.id)).toEqual([0, '0.00']);
      await records(Deal).restore(deal.id);
      expect(await rollups(two.id)).toEqual([1, '20.00']);
      await records(Deal).update(deal.id, { company: null });
      expect(await rollups(two.id)).toEqual([0, '0.00']);
    }));

  it('leave the version alone, and are announced', () =>
    asSystem(async () => {
      const company = await records(Company).create({ name: 'Quiet' });
      const changes: Change[] = [];
      const stop = world.kernel.onChange((list) => changes.push(...list));
      await records(Deal).create({ name: 'A', company: company.id, amount: usd('1') });
      stop();
      const told = changes.filter(({ entity }) => entity === 'toy.company');
      expect(new Set(told.flatMap(({ id, changed }) => [id, ...changed]))).toEqual(
        new Set([company.id, 'extra_dealCount', 'extra_openAmount']),
      );
      expect((await records(Company).get(company.id)).version).toBe(1);
      expect(
        await records(Company).update(company.id, { name: 'Loud' }, { ifVersion: 1 }),
      ).toMatchObject({
        version: 2,
        extra_dealCount: 1,
      });
    }));

  it('are right after a bulk write over many parents', () =>
    asSystem(async () => {
      const parents = await records(Company).createMany(
        Array.from({ length: 5 }, (_, index) => ({ name: `P${index}` })),
      );
      const ids = parents.map((parent) => ('id' in parent ? parent.id : ''));
      await records(Deal).createMany(
        Array.from({ length: 50 }, (_, index) => ({
          name: `D${index}`,
          company: ids[index % 5]!,
          amount: usd('1.01'),
        })),
      );
      for (const id of ids) expect(await rollups(id)).toEqual([10, '10.10']);
    }));

  it('can be calculated anew for all records', () =>
    asSystem(async () => {
      const company = await records(Company).create({ name: 'Wrong' });
      await records(Deal).create({ name: 'A', company: company.id });
      await world.pool.query('update toy.company set extra_deal_count = null where id = $1', [
        company.id,
      ]);
      const execution = currentExecution();
      const model = execution.assembly.models.get('toy.company')!;
      expect(await recalculateRollups(execution, model, 'extra_dealCount')).toBe(1);
      expect(await rollups(company.id)).toEqual([1, '0.00']);
    }));
});
