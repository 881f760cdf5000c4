import type { SampleRandom } from '@tessera/core';

/** A stream of chance: equal seeds give equal streams. Source: mulberry32 over an FNV-1a hash of the seed. */
export function createSampleRandom(seed: string): SampleRandom {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (minimum: number, maximum: number): number =>
    minimum + Math.floor(next() * (maximum - minimum + 1));
  const pick = <T>(list: readonly T[]): T => list[integer(0, list.length - 1)] as T;
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    weighted<T>(list: readonly (readonly [value: T, weight: number])[]): T {
      let rest = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of list) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return list.at(-1)?.[0] as T;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const result = [...list];
      for (let index = result.length - 1; index > 0; index -= 1) {
        const other = integer(0, index);
        [result[index], result[other]] = [result[other] as T, result[index] as T];
      }
      return result;
    },
    logNormal(median, sigma) {
      // Box and Muller's way from two even chances to a normal one; 1 - next() is never 0.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
  };
}

function hash(text: string): number {
  let result = 0x811c9dc5;
  for (const character of text)
    result = Math.imul(result ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return result;
}
