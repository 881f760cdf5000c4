import type { ApiClient } from '@tessera/sdk/ui';
import type { Filter } from '@tessera/core';

/** What is chosen in a list, as it is sent. */
export interface BulkSelection {
  readonly ids: readonly string[];
  /** Every record that matches filter and search is chosen. */
  readonly all: boolean;
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
}

/** A record that was not changed, or not taken back. */
export interface BulkFault {
  readonly record: string;
  readonly code: string;
  readonly reason: string;
}

/** A bulk run as the server tells of it. */
export interface BulkRun {
  readonly id: string;
  readonly entity: string;
  readonly action: 'update' | 'delete';
  readonly fields: readonly string[];
  readonly status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone';
  readonly reason: string | null;
  readonly total: number;
  readonly done: number;
  readonly counts: Readonly<Record<'changed' | 'unchanged' | 'failed', number>>;
  readonly undo?: { readonly undone: number; readonly kept: number };
  readonly errors?: readonly BulkFault[];
}

const PATH = '/api/bulk-runs';
const STARTED = 'ts-bulk-run';

/** Whether it is still under way. */
export function isActive({ status }: BulkRun): boolean {
  return status === 'queued' || status === 'running' || status === 'undoing';
}

/** Starts a run over what is chosen, and tells the page of it. The set of records is that of this moment. */
export async function startRun(
  api: ApiClient,
  what: {
    readonly entity: string;
    readonly action: BulkRun['action'];
    readonly changes?: Readonly<Record<string, unknown>>;
  },
  { ids, all, filter, search }: BulkSelection,
  expected: number,
): Promise<BulkRun> {
  const which = all ? { filter: filter ?? {}, ...(search ? { search } : {}), expected } : { ids };
  // With an id of its own: a request that is sent again after a lost answer starts nothing twice.
  const run = await api.post<BulkRun>(PATH, { id: makeId(), ...what, ...which });
  announceRun(run);
  return run;
}

export async function undoRun(api: ApiClient, id: string): Promise<void> {
  announceRun(await api.post<BulkRun>(`${PATH}/${id}/undo`));
}

export async function cancelRun(api: ApiClient, id: string): Promise<void> {
  announceRun(await api.post<BulkRun>(`${PATH}/${id}/cancel`));
}

export function readRun(api: ApiClient, id: string): Promise<BulkRun> {
  return api.get<BulkRun>(`${PATH}/${id}`);
}

export function activeRuns(api: ApiClient): Promise<readonly BulkRun[]> {
  return api.get<readonly BulkRun[]>(PATH, { query: { active: 'true' } });
}

/** Calls with each run that this page starts, takes back or cancels. Answers what ends that. */
export function onRun(listener: (run: BulkRun) => void): () => void {
  const heard = (event: Event): void => listener((event as CustomEvent<BulkRun>).detail);
  addEventListener(STARTED, heard);
  return () => removeEventListener(STARTED, heard);
}

function announceRun(run: BulkRun): void {
  dispatchEvent(new CustomEvent(STARTED, { detail: run }));
}

/** `crypto.randomUUID` is there on secure origins only; a workspace in a local network may have none. */
function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
