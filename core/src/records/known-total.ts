import type { Assembly } from '../plugin/assembly.ts';

/** After this time one request counts again, while others still take the list to have more records than are counted. */
const FRESH_MS = 5000;
/** No list is taken to have them for longer than this after it was counted. */
const KEPT_MS = 60_000;
const MAXIMUM_KEPT = 1000;

interface Known {
  recountAt: number;
  readonly until: number;
}

// What follows from an assembly; it goes when the assembly goes.
const known = new WeakMap<Assembly, Map<string, Known>>();

/**
 * Whether the rows of a restriction were found a while ago to be more than a bounded count counts. The key holds the condition with its
 * values, so also who reads. Whoever is told that they were not is to count them: of many who ask at the same time that is one.
 */
export function isKnownBeyond(assembly: Assembly, key: string): boolean {
  const found = known.get(assembly)?.get(key);
  const now = performance.now();
  if (!found || now >= found.until) return false;
  if (now < found.recountAt) return true;
  found.recountAt = now + FRESH_MS;
  return false;
}

/** Notes whether the rows of a restriction are more than a bounded count counts. */
export function noteTotal(assembly: Assembly, key: string, isBeyond: boolean): void {
  let totals = known.get(assembly);
  if (!totals) known.set(assembly, (totals = new Map()));
  totals.delete(key);
  if (!isBeyond) return;
  const now = performance.now();
  totals.set(key, { recountAt: now + FRESH_MS, until: now + KEPT_MS });
  if (totals.size > MAXIMUM_KEPT) totals.delete(totals.keys().next().value as string);
}
