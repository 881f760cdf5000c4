import type { Assembly } from '../plugin/assembly.ts';

/** So long a list that had more records than are counted is taken to have them still. */
const KEPT_MS = 5000;
const MAXIMUM_KEPT = 1000;

// What follows from an assembly; it goes when the assembly goes.
const known = new WeakMap<Assembly, Map<string, number>>();

/**
 * Whether the rows of a restriction were found a moment ago to be more than a bounded count counts. The key holds the condition with its
 * values, so also who reads.
 */
export function isKnownBeyond(assembly: Assembly, key: string): boolean {
  return performance.now() < (known.get(assembly)?.get(key) ?? 0);
}

/** Notes that the rows of a restriction are more than a bounded count counts. */
export function noteBeyond(assembly: Assembly, key: string): void {
  let totals = known.get(assembly);
  if (!totals) known.set(assembly, (totals = new Map()));
  totals.delete(key);
  totals.set(key, performance.now() + KEPT_MS);
  if (totals.size > MAXIMUM_KEPT) totals.delete(totals.keys().next().value as string);
}
