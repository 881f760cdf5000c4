import { Decimal } from 'decimal.js';
import { errors } from '../errors.ts';
import type { Money } from '../entities/field.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { StoredMoney } from './columns.ts';
import { fieldsOf, type Draft, type Write } from './write-draft.ts';

/** Rounds to the digits of a currency, half away from zero. The one place where an amount is rounded. */
export function roundMoney(amount: Decimal.Value, digits: number): string {
  return new Decimal(amount).toFixed(digits, Decimal.ROUND_HALF_UP);
}

/** Gives each amount that is written its base amount, at the rate of the day. Rates are read once a batch. */
export async function convertMoney(write: Write, drafts: readonly Draft[]): Promise<void> {
  const fields = fieldsOf(write.model, 'money');
  if (fields.length === 0) return;
  const { assembly } = write.execution;
  const rates = new Map<string, ReturnType<typeof findRate>>();
  for (const draft of drafts) {
    for (const { name, label } of fields) {
      const money = draft.values[name] as Money | null | undefined;
      if (!money || draft.error) continue;
      const pointer = `/${name}/currency`;
      if (assembly.rates.exponent(money.currency) === undefined) {
        draft.problems.push({
          pointer,
          detail: `${label.en}: there is no currency “${money.currency}”.`,
        });
        continue;
      }
      let found = rates.get(money.currency);
      if (!found) rates.set(money.currency, (found = findRate(assembly, money.currency)));
      const rate = await found;
      if (rate) draft.money = new Map(draft.money).set(name, convert(assembly, money, rate));
      else draft.error = rateMissing(assembly, money.currency, pointer);
    }
  }
}

interface Rate {
  readonly rate: string;
  readonly date: string;
}

async function findRate(
  { rates, settings, clock }: Assembly,
  currency: string,
): Promise<Rate | undefined> {
  const today = clock.today();
  if (currency === settings.currency) return { rate: '1', date: today };
  return rates.find(currency, settings.currency, today);
}

function convert({ rates, settings }: Assembly, money: Money, { rate, date }: Rate): StoredMoney {
  const digits = rates.exponent(settings.currency) ?? 2;
  // An amount in the base currency is its own base amount, whatever its digits.
  const same = money.currency === settings.currency;
  const base = same ? money.amount : roundMoney(new Decimal(money.amount).times(rate), digits);
  return { amount: money.amount, currency: money.currency, base, rate, rateDate: date };
}

function rateMissing(
  { settings, clock }: Assembly,
  from: string,
  pointer: string,
): ReturnType<typeof errors.rateMissing> {
  const details = { from, to: settings.currency, date: clock.today() };
  const error = errors.rateMissing(details);
  return errors.rateMissing(details, { problems: [{ pointer, detail: error.message }] });
}
