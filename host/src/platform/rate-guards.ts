import { on, type Context, type RecordWrite, type Tap } from '@tessera/core';
import { ExchangeRate } from './currency.ts';
import { currencyExponents } from './iso-currencies.ts';
import { refusalError } from './refusal.ts';

/** An exchange rate is between two currencies that exist, and above nothing. */
export const rateGuards: readonly Tap[] = [
  on(ExchangeRate, 'creating', checkRate),
  on(ExchangeRate, 'updating', checkRate),
];

function checkRate(_ctx: Context, { before, values }: RecordWrite): undefined {
  const { from, to, rate } = { ...before, ...values };
  const known = currencyExponents();
  for (const [field, code] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (known.has(String(code))) continue;
    throw refusalError({
      reason: `There is no currency “${String(code)}”.`,
      code: 'HOST_RATE_CURRENCY',
      field,
    });
  }
  if (from === to) {
    throw refusalError({
      reason: 'A rate is between two different currencies.',
      code: 'HOST_RATE_SAME',
      field: 'to',
    });
  }
  if (!(Number(rate) > 0)) {
    throw refusalError({
      reason: 'A rate is above 0.',
      code: 'HOST_RATE_NOT_POSITIVE',
      field: 'rate',
    });
  }
}
