const PREFIX = 'ts-position:';

/** Keeps the first row that a list showed, for the way back to it within this tab. */
export function rememberPosition(address: string, index: number): void {
  sessionStorage.setItem(PREFIX + address, String(index));
}

/** The row to start a list at, once: 0 when it was not left for one of its records. */
export function takePosition(address: string): number {
  const index = Number(sessionStorage.getItem(PREFIX + address) ?? 0);
  sessionStorage.removeItem(PREFIX + address);
  return index;
}
