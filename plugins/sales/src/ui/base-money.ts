/** A sum in the base currency, short: 1.2M, 120万. `amount` is a decimal string; null counts as nothing. */
export function formatBase(amount: string | null, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(Number(amount ?? 0));
}
