import { isStorable } from './normalize-text.ts';
import type { Normalized } from './normalize.ts';

/** Deepest nesting of a JSON value. */
const DEEPEST = 40;

/** Refuses what cannot be stored or would change an object's nature; leaves the rest as it is. */
export function normalizeJson(input: unknown): Normalized {
  const wrong = findWrong(input, 0);
  return wrong ? { wrong } : { value: input };
}

/** Trims the parts of an address and leaves out the empty ones. */
export function normalizeAddress(input: unknown): Normalized {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { wrong: 'must be an address' };
  const wrong = findWrong(input, 0);
  if (wrong) return { wrong };
  const parts = Object.entries(input).map(([name, value]) => [name, partOf(name, value)] as const);
  const filled = parts.filter(
    ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && !value.length),
  );
  return { value: filled.length ? Object.fromEntries(filled) : null };
}

function partOf(name: string, value: unknown): unknown {
  if (name === 'countryCode' && typeof value === 'string') return value.trim().toUpperCase();
  if (typeof value === 'string') return value.normalize('NFC').trim();
  if (!Array.isArray(value)) return value;
  return value.map((line) => partOf('line', line)).filter((line) => line !== '' && line !== null);
}

function findWrong(value: unknown, depth: number): string | undefined {
  if (depth > DEEPEST) return 'is nested too deeply';
  if (typeof value === 'string')
    return isStorable(value) ? undefined : 'contains a character that cannot be stored';
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'contains a number that cannot be stored';
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value !== 'object') return 'must be JSON';
  for (const [name, part] of Object.entries(value)) {
    if (name === '__proto__' || name === 'constructor') return `may not contain the name “${name}”`;
    const wrong = isStorable(name)
      ? findWrong(part, depth + 1)
      : 'contains a character that cannot be stored';
    if (wrong) return wrong;
  }
  return undefined;
}
