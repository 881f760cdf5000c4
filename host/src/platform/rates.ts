import type { ExchangeRates, Sql } from '@tessera/core';
import { currencyExponents } from './iso-currencies.ts';

interface DatedRate {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly rate: string;
}

/** Exchange rates out of `tessera.exchange_rate`, kept in memory until `forget` is called. */
export interface StoredRates extends ExchangeRates {
  /** Call it when a rate or the base currency has changed. */
  forget(): void;
}

/** A rate as a fraction, so that it is rounded once, at the end. */
interface Fraction {
  readonly date: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Digits kept of a rate after the point, as the column of the rate has. */
const SCALE = 10;
const ONE = 10n ** BigInt(SCALE);

/**
 * Finds the rate as it was written; or the reverse of the opposite rate; or both steps over the base currency, dated by the
 * older of the two.
 */
export function createExchangeRates(sql: Sql, baseCurrency: () => string): StoredRates {
  const exponents = currencyExponents();
  const pairs = new Map<string, Promise<readonly DatedRate[]>>();
  const load = (from: string, to: string): Promise<readonly DatedRate[]> => {
    const key = `${from}→${to}`;
    const known = pairs.get(key);
    if (known) return known;
    const loading = sql.query<DatedRate>(
      `select to_char(date, 'YYYY-MM-DD') as date, rate::text as rate from tessera.exchange_rate
       where "from" = $1 and "to" = $2 and rate > 0 and deleted_at is null order by date desc`,
      [from, to],
    );
    pairs.set(key, loading);
    // Whoever forgot in the meantime has another reading there already.
    loading.catch(() => pairs.get(key) === loading && pairs.delete(key));
    return loading;
  };
  const latest = async (from: string, to: string, date: string): Promise<Fraction | undefined> => {
    if (from === to) return { date, numerator: 1n, denominator: 1n };
    const isKnown = (rate: DatedRate): boolean => rate.date <= date;
    const written = (await load(from, to)).find(isKnown);
    if (written) return { date: written.date, numerator: parse(written.rate), denominator: ONE };
    const opposite = (await load(to, from)).find(isKnown);
    return opposite && { date: opposite.date, numerator: ONE, denominator: parse(opposite.rate) };
  };
  const viaBase = async (from: string, to: string, date: string): Promise<Fraction | undefined> => {
    const first = await latest(from, baseCurrency(), date);
    const second = first && (await latest(baseCurrency(), to, date));
    return (
      second && {
        date: first.date < second.date ? first.date : second.date,
        numerator: first.numerator * second.numerator,
        denominator: first.denominator * second.denominator,
      }
    );
  };
  return {
    async find(from, to, date) {
      const found = (await latest(from, to, date)) ?? (await viaBase(from, to, date));
      return found && { rate: format(found), date: found.date };
    },
    exponent: (currency) => exponents.get(currency),
    forget: () => pairs.clear(),
  };
}

/** A decimal as a whole number of its last digit kept. */
function parse(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(SCALE, '0').slice(0, SCALE));
}

/** Rounds half up; rates are positive. */
function format({ numerator, denominator }: Fraction): string {
  const scaled = (numerator * ONE * 2n + denominator) / (denominator * 2n);
  const digits = scaled.toString().padStart(SCALE + 1, '0');
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, '');
}
