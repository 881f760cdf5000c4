/** Numbers that a seed repeats, and what is made of them. */
export interface Random {
  next(): number;
  whole(below: number): number;
  chance(of: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Each of them with this chance. */
  some<T>(list: readonly T[], of: number): T[];
  uuid(): string;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  const digits = (count: number): string =>
    Array.from({ length: count }, () => whole(16).toString(16)).join('');
  return {
    next,
    whole,
    chance: (of) => next() < of,
    pick: (list) => list[whole(list.length)] as (typeof list)[number],
    some: (list, of) => list.filter(() => next() < of),
    uuid: () => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`,
  };
}
