import { referenceId } from './field-kind.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The values of a draft that differ from the record it started from, in the form the API takes. */
export function changesOf(before: Values, draft: Values): Values {
  const changed = Object.entries(draft)
    .map(([name, value]) => [name, toWire(value)] as const)
    .filter(([name, value]) => !isSame(toWire(before[name]), value));
  return Object.fromEntries(changed);
}

/** A value as it is sent: an expanded reference by its id, empty text as null, money without its base. */
export function toWire(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  if (Array.isArray(value))
    return value.map((item) => (isReferenceLike(item) ? referenceId(item) : item));
  if (typeof value !== 'object' || value === null) return value;
  if ('amount' in value && 'currency' in value) {
    return value.amount === '' || value.amount === null
      ? null
      : { amount: value.amount, currency: value.currency };
  }
  if ('title' in value && 'id' in value) return value.id;
  return value;
}

/** Whether two wire values mean the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other);
}

function isReferenceLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value;
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    return `{${parts.map(([key, part]) => `${key}:${stable(part)}`).join()}}`;
  }
  return JSON.stringify(value ?? null);
}
