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

/** Digits kept of a rate after the point, as the column of the rate has. */
const SCALE = 10n;
const ONE = 10n ** SCALE;

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
    loading.catch(() => pairs.delete(key));
    return loading;
  };
  const latest = async (from: string, to: string, date: string): Promise<DatedRate | undefined> => {
    if (from === to) return { rate: '1', date };
    const isKnown = (rate: DatedRate): boolean => rate.date <= date;
    const written = (await load(from, to)).find(isKnown);
    if (written) return written;
    const opposite = (await load(to, from)).find(isKnown);
    return (
      opposite && { date: opposite.date, rate: format(divide(ONE * ONE, parse(opposite.rate))) }
    );
  };
  return {
    async find(from, to, date) {
      const direct = await latest(from, to, date);
      if (direct) return direct;
      const first = await latest(from, baseCurrency(), date);
      const second = first && (await latest(baseCurrency(), to, date));
      if (!second) return undefined;
      const rate = format(divide(parse(first.rate) * parse(second.rate), ONE));
      return { rate, date: first.date < second.date ? first.date : second.date };
    },
    exponent: (currency) => exponents.get(currency),
    forget: () => pairs.clear(),
  };
}

function parse(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(Number(SCALE), '0').slice(0, Number(SCALE)));
}

/** Rounds half up; rates are positive. */
function divide(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}

function format(scaled: bigint): string {
  const digits = scaled.toString().padStart(Number(SCALE) + 1, '0');
  const at = digits.length - Number(SCALE);
  return `${digits.slice(0, at)}.${digits.slice(at)}`.replace(/\.?0+$/, '');
}
