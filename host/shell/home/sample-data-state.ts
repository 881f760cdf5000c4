/** What `/api/sample-data` answers. */
export interface SampleDataState {
  readonly state: 'none' | 'making' | 'present' | 'removing' | 'failed';
  readonly offered: boolean;
  readonly step?: 'making' | 'removing';
  readonly reason?: string;
  readonly done: number;
  readonly total: number;
  readonly counts: readonly { readonly entity: string; readonly count: number }[];
  readonly keptCount: number;
  readonly kept: readonly {
    readonly entity: string;
    readonly id: string;
    readonly title: string | null;
    readonly reason: 'used' | 'refused' | 'pluginOff';
    readonly by: string | null;
  }[];
}

/** Whether the server is at it. */
export function isAtWork({ state }: SampleDataState): boolean {
  return state === 'making' || state === 'removing';
}

const HIDDEN = 'tessera.sample-data.hidden';

/** Whether somebody here does not want to be told of the example data that is there. */
export function isCardHidden(): boolean {
  return localStorage.getItem(HIDDEN) !== null;
}

export function hideCard(isHidden: boolean): void {
  if (isHidden) localStorage.setItem(HIDDEN, '1');
  else localStorage.removeItem(HIDDEN);
}
