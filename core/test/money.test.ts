import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { roundMoney } from '../src/records/money.ts';
import { Company, makeWorld, type World } from './world.ts';

let world: World;
const records = recordsOf();
const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const stored = async (id: string) => {
  const [row] = await world.kernel.database.query(
    'select revenue_amount, revenue_currency, revenue_base, revenue_rate, revenue_rate_date from toy.company where id = $1',
    [id],
  );
  return row;
};
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

describe('money', () => {
  it('rounds half away from zero, exactly', () => {
    expect([
      roundMoney('1.005', 2),
      roundMoney('-1.005', 2),
      roundMoney('2.5', 0),
      roundMoney('0.1', 2),
    ]).toEqual(['1.01', '-1.01', '3', '0.10']);
  });

  it('keeps the amount and stores the base with its rate', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({
        name: 'C',
        revenue: { amount: '180.32', currency: 'CNY' },
      });
      expect(await stored(id)).toEqual({
        revenue_amount: '180.3200',
        revenue_currency: 'CNY',
        revenue_base: '25.2400',
        revenue_rate: '0.1400000000',
        revenue_rate_date: world.clock.time.toISOString().slice(0, 10),
      });
    }));

  it('keeps the rate while amount and currency stay', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({
        name: 'C',
        revenue: { amount: '100', currency: 'CNY' },
      });
      await world.pool.query(
        'update toy.company set revenue_base = 13, revenue_rate = 0.13 where id = $1',
        [id],
      );
      await records(Company).update(id, {
        name: 'D',
        revenue: { amount: '100.00', currency: 'CNY' },
      });
      expect(await stored(id)).toMatchObject({
        revenue_base: '13.0000',
        revenue_rate: '0.1300000000',
      });
      await records(Company).update(id, { revenue: { amount: '101', currency: 'CNY' } });
      expect(await stored(id)).toMatchObject({ revenue_base: '14.1400' });
    }));

  it('takes an amount alone in the currency that the record has', () =>
    asSystem(async () => {
      const made = await records(Company).create({ name: 'C', revenue: '7' as never });
      expect(made.revenue).toMatchObject({ amount: '7.00', currency: 'USD' });
      const yen = await records(Company).create({
        name: 'Y',
        revenue: { amount: '1000', currency: 'JPY' },
      });
      expect(yen.revenue).toEqual({ amount: '1000', currency: 'JPY', base: '7.00' });
      expect(
        (await records(Company).update(yen.id, { revenue: 2000 as never })).revenue,
      ).toMatchObject({ currency: 'JPY', base: '14.00' });
      expect((await records(Company).update(yen.id, { revenue: null })).revenue).toBeNull();
      expect(await stored(yen.id)).toMatchObject({ revenue_rate: null, revenue_rate_date: null });
    }));

  it('refuses a currency without a rate, and one that is not there', () =>
    asSystem(async () => {
      const unknown = await failure(
        records(Company).create({ name: 'C', revenue: { amount: '1', currency: 'XXX' } }),
      );
      expect(unknown.problems).toMatchObject([{ pointer: '/revenue/currency' }]);
    }));
});
