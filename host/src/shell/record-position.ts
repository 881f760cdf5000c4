const PREFIX = 'ts-position:';

/** Keeps the first row that a list showed, for the way back to it within this tab. */
export function rememberPosition(address: string, index: number): void {
  sessionStorage.setItem(PREFIX + address, String(index));
}

/** The row to start a list at; 0 when it was not seen before. */
export function recallPosition(address: string): number {
  return Number(sessionStorage.getItem(PREFIX + address) ?? 0);
}
