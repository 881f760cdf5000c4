/** Which rows of a list are chosen. */
export interface ListSelection {
  readonly ids: ReadonlySet<string>;
  /** Every row that matches is chosen, also those that were not read. */
  readonly all: boolean;
}

export const nothingSelected: ListSelection = { ids: new Set(), all: false };

/** Chooses a row, or no longer. Taking one out of all leaves those that were read. */
export function toggled(
  selection: ListSelection,
  id: string,
  read: readonly string[],
): ListSelection {
  const ids = new Set(selection.all ? read : selection.ids);
  if (isSelected(selection, id)) ids.delete(id);
  else ids.add(id);
  return { ids, all: false };
}

/** Chooses rows besides those that are chosen. */
export function withAdded(selection: ListSelection, added: readonly string[]): ListSelection {
  return { ...selection, ids: new Set([...selection.ids, ...added]) };
}

export function isSelected({ ids, all }: ListSelection, id: string): boolean {
  return all || ids.has(id);
}

/** How much of the rows that were read is chosen. */
export function coverOf(
  selection: ListSelection,
  read: readonly string[],
): 'none' | 'some' | 'all' {
  if (selection.all) return 'all';
  if (selection.ids.size === 0) return 'none';
  return read.length > 0 && read.every((id) => selection.ids.has(id)) ? 'all' : 'some';
}
