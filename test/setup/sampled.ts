/**
 * All of them in `npm run test:full`; one of them in `npm test`, chosen by a word, so that all are tried somewhere: what takes minutes there is
 * tried as a sample here.
 */
export function sampled<T>(all: readonly T[], word: string): readonly T[] {
  if (process.env['TESSERA_TEST_FULL']) return all;
  let sum = 0;
  for (const letter of word) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_537;
  return [all[sum % all.length]!];
}
