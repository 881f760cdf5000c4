import { matchRank } from './palette-match.ts';

/** The heads of the palette, in the order in which they are shown. */
const PALETTE_GROUPS = ['context', 'records', 'actions', 'goTo', 'preferences'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** A line of the palette. */
export interface PaletteEntry {
  /** Unique in the palette. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly label: string;
  /** The same in another language or in other words: it is found by these as well. */
  readonly also?: readonly string[];
  readonly icon: string;
  /** What stands at the end of the line. */
  readonly note?: string;
  /** Keys that do the same, as people read them. */
  readonly shortcut?: string;
  /** The record it opens; such a line has actions of its own. */
  readonly record?: { readonly entity: string; readonly id: string };
  run(): void;
}

/** Lines of a group that nobody asked for by name. */
const MOST_UNASKED = 5;
/** Lines of a group that were asked for. */
const MOST_ASKED = 8;

/** The entries that are meant by what was typed, group by group, the best first. */
export function findEntries(
  entries: readonly PaletteEntry[],
  typed: string,
  isOnlyCommands: boolean,
): readonly PaletteEntry[] {
  const isAsked = typed.trim() !== '';
  const limit = isOnlyCommands && !isAsked ? Infinity : isAsked ? MOST_ASKED : MOST_UNASKED;
  return PALETTE_GROUPS.flatMap((group) =>
    entries
      .filter((entry) => entry.group === group)
      .map((entry) => ({ entry, rank: matchRank(typed, [entry.label, ...(entry.also ?? [])]) }))
      .filter(({ rank }) => rank !== undefined)
      .toSorted((one, two) => (one.rank ?? 0) - (two.rank ?? 0))
      .slice(0, group === 'context' ? Infinity : limit)
      .map(({ entry }) => entry),
  );
}
