import type { Lane } from './board-lanes.ts';

/** What a reader left folded and chosen on the board of an entity, in this browser. */
export interface BoardMemory {
  /** Whether a column is folded, by field and column. */
  readonly folded: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** The machine chosen, by field. */
  readonly within: Readonly<Record<string, string>>;
}

const NOTHING: BoardMemory = { folded: {}, within: {} };

export function readBoardMemory(entity: string): BoardMemory {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(entity)) ?? '{}');
    return typeof found === 'object' && found !== null ? { ...NOTHING, ...found } : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Whether a column of a board by a field is folded: as it was left, else when it is about work that has ended. */
export function isLaneFolded(entity: string, by: string, { key, isClosed }: Lane): boolean {
  return readBoardMemory(entity).folded[by]?.[key] ?? isClosed;
}

export function rememberFolded(entity: string, by: string, lane: string, isFolded: boolean): void {
  const memory = readBoardMemory(entity);
  const folded = { ...memory.folded, [by]: { ...memory.folded[by], [lane]: isFolded } };
  remember(entity, { ...memory, folded });
}

export function rememberWithin(entity: string, by: string, within: string): void {
  const memory = readBoardMemory(entity);
  remember(entity, { ...memory, within: { ...memory.within, [by]: within } });
}

function remember(entity: string, memory: BoardMemory): void {
  try {
    localStorage.setItem(keyOf(entity), JSON.stringify(memory));
  } catch {
    // A browser that keeps nothing shows the board as it is at first.
  }
}

function keyOf(entity: string): string {
  return `tessera.board.${entity}`;
}
