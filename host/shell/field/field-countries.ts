export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
}

/** Codes that the language data names though they are no country: unions, reserved and test codes. */
const NO_COUNTRY = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
]);

/** Every country by its name in that language, in its alphabet's order. */
export function countriesIn(locale: string): readonly Country[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCodePoint(65 + at));
  const codes = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NO_COUNTRY.has(code));
  // A code that is out of use is named as its successor; the first of a name is the one in use.
  const byName = new Map<string, Country>();
  for (const code of codes) {
    const name = names.of(code);
    const isCurrent =
      new Intl.Locale('und', { region: code }).region ===
      Intl.getCanonicalLocales(`und-${code}`)[0]?.slice(4);
    if (name !== undefined && isCurrent && !byName.has(name)) byName.set(name, { code, name });
  }
  return [...byName.values()].toSorted((one, other) => one.name.localeCompare(other.name, locale));
}
