import type { Assembly } from '../plugin/assembly.ts';
import { orKept } from './or-kept.ts';

/** After this time one request counts again, while others still take the list to have more records than are counted. */
const FRESH_MS = 5000;
/** No list is taken to have them for longer than this after it was counted. */
const KEPT_MS = 60_000;
const MAXIMUM_KEPT = 5000;

/** Whether a list has more records than a bounded count counts. */
export type KnownTotal = 'beyond' | 'within';

interface Known {
  readonly total: KnownTotal;
  recountAt: number;
  readonly until: number;
}

// What follows from an assembly; it goes when the assembly goes.
const known = new WeakMap<Assembly, Map<string, Known>>();

/**
 * What the rows of a restriction were found to be a while ago: more than a bounded count counts, or not. The key holds the condition with
 * its values, so also who reads. Whoever is not told anything of what was `beyond` is to count again: of many who ask at the same time that
 * is one. That they are `within` may choose how they are found, never their number.
 */
export function knownTotal(assembly: Assembly, key: string): KnownTotal | undefined {
  const found = known.get(assembly)?.get(key);
  const now = performance.now();
  if (!found || now >= found.until) return undefined;
  if (found.total === 'within' || now < found.recountAt) return found.total;
  found.recountAt = now + FRESH_MS;
  return undefined;
}

/** Notes whether the rows of a restriction are more than a bounded count counts. */
export function noteTotal(assembly: Assembly, key: string, total: KnownTotal): void {
  const totals = orKept(known, assembly, () => new Map());
  totals.delete(key);
  const now = performance.now();
  totals.set(key, { total, recountAt: now + FRESH_MS, until: now + KEPT_MS });
  if (totals.size > MAXIMUM_KEPT) totals.delete(totals.keys().next().value as string);
}
