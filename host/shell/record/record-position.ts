const PREFIX = 'ts-position:';
const LIST = 'ts-list:';

/** A list as it was left for one of its records. */
export interface LeftList {
  /** Its path with its query, whole: no saved view need be known to ask for the same. */
  readonly address: string;
  /** The first row that it showed. */
  readonly index: number;
}

/** Keeps the first row that a list showed, for the way back to it and on to its other records, within this tab. */
export function rememberPosition(address: string, index: number, whole = address): void {
  sessionStorage.setItem(PREFIX + address, String(index));
  const left: LeftList = { address: whole, index };
  sessionStorage.setItem(LIST + pathOf(address), JSON.stringify(left));
}

/** The row to start a list at, once: 0 when it was not left for one of its records. */
export function takePosition(address: string): number {
  const index = Number(sessionStorage.getItem(PREFIX + address) ?? 0);
  sessionStorage.removeItem(PREFIX + address);
  return index;
}

/** The list of an entity's path as it was left last in this tab. */
export function leftList(path: string): LeftList | undefined {
  const kept = sessionStorage.getItem(LIST + path);
  return kept === null ? undefined : (JSON.parse(kept) as LeftList);
}

function pathOf(address: string): string {
  return address.split('?')[0] ?? address;
}
