import type { Random } from './random.ts';

const WORDS = ['amber', 'birch', 'cedar', 'dune', 'ember', 'fern', 'grove', 'heath'];

/** Text whose order is the same in every collation. */
export function makeText(random: Random): string {
  return `${random.pick(WORDS)} ${String(random.whole(60)).padStart(2, '0')}`;
}

/** A plain value as text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
