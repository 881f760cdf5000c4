import type { ListTotals } from '../list/list-total.ts';

/** What a reader is used to in the list of one entity, kept in this browser. */
export interface ListHabits {
  /** The view used last; null for the entity's own list. */
  readonly last: string | null;
  /** The view to open first, whatever was used last. */
  readonly first: string | null;
  /** Ids of views in the order of their tabs. */
  readonly order: readonly string[];
  readonly totals: ListTotals;
}

const NONE: ListHabits = { last: null, first: null, order: [], totals: {} };

/** The habits of a user with an entity; those of another user of this browser are others. */
export function readHabits(user: string, entity: string): ListHabits {
  try {
    const found = JSON.parse(
      localStorage.getItem(keyOf(user, entity)) ?? '{}',
    ) as Partial<ListHabits>;
    return {
      last: typeof found.last === 'string' ? found.last : null,
      first: typeof found.first === 'string' ? found.first : null,
      order: Array.isArray(found.order) ? found.order : [],
      totals: typeof found.totals === 'object' && found.totals ? found.totals : {},
    };
  } catch {
    return NONE;
  }
}

/** Keeps what changed of the habits. */
export function saveHabits(user: string, entity: string, changes: Partial<ListHabits>): void {
  const habits = { ...readHabits(user, entity), ...changes };
  localStorage.setItem(keyOf(user, entity), JSON.stringify(habits));
}

/** Views in the order of the reader; those it does not name stand behind, as they came. */
export function inOrder<View extends { readonly id: string }>(
  views: readonly View[],
  order: readonly string[],
): readonly View[] {
  const placeOf = ({ id }: View): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return views.toSorted((one, two) => placeOf(one) - placeOf(two));
}

function keyOf(user: string, entity: string): string {
  return `tessera.list:${user}:${entity}`;
}
