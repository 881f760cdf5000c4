import { isSame, toWire } from '../field/field-changes.ts';
import type { Values } from '../field/field-changes.ts';

/** One field that two people changed at the same time. */
export interface Conflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/**
 * What is left to decide after a 412: the fields of mine that the other changed too, and to something else.
 * Fields that only I changed go through as they are.
 */
export function conflictsOf(before: Values, mine: Values, theirs: Values): readonly Conflict[] {
  return Object.entries(mine)
    .filter(([name, value]) => {
      const current = toWire(theirs[name]);
      return !isSame(toWire(before[name]), current) && !isSame(toWire(value), current);
    })
    .map(([field, value]) => ({ field, mine: value, theirs: theirs[field] }));
}

/** My changes after the decisions: a field whose `theirs` was taken is left out. */
export function decidedChanges(mine: Values, takeTheirs: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(mine).filter(([name]) => !takeTheirs.has(name)));
}
