/**
 * Where the digits of the CLDR, which `Intl` answers, are not those of ISO 4217: the CLDR leaves out digits that are
 * legal tender but out of use. Source: ISO 4217 List One.
 */
const ISO_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'
      .split(' ')
      .map((code) => [code, 2]),
  ),
  IQD: 3,
};

/** Currencies that a new workspace offers; all others are there and can be switched on. */
const COMMON: readonly string[] =
  'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MOP MXN MYR NOK NZD PHP PLN SAR SEK SGD THB TRY TWD USD VND ZAR'.split(
    ' ',
  );

/** Digits after the point of every currency, by ISO 4217 code. */
export function currencyExponents(): ReadonlyMap<string, number> {
  return new Map(Intl.supportedValuesOf('currency').map((code) => [code, exponentOf(code)]));
}

/** Every currency as a row of `tessera.currency`. */
export function currencyRows(): readonly Readonly<Record<string, unknown>>[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return [...currencyExponents()].map(([code, exponent]) => ({
    code,
    name: names.of(code) ?? code,
    exponent,
    active: COMMON.includes(code),
  }));
}

function exponentOf(code: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
  return ISO_DIGITS[code] ?? format.resolvedOptions().maximumFractionDigits ?? 2;
}
