import type { ApiClient } from '@tessera/sdk/ui';
import type { Problem } from '@tessera/core';

/** An uploaded file, as the server has read it. */
export interface ImportFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly encoding: string;
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: number;
  readonly sample: readonly (readonly string[])[];
  readonly sheet?: string;
  readonly sheets?: readonly string[];
}

export type ImportStatus =
  | 'queued'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** Rows by what became of them. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** An import, and how far it is. */
export interface ImportRun {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly status: ImportStatus;
  readonly reason: string | null;
  readonly rows: number;
  readonly skipped: number;
  readonly position: number;
  readonly counts: ImportCounts;
  readonly undo?: {
    readonly touched: number;
    readonly undone: number;
    readonly kept: number;
    readonly failed: number;
    readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
  };
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** How a column becomes a field, as the plan says it. */
export interface ImportMapping {
  readonly column: string;
  readonly format?: string;
  readonly decimal?: '.' | ',';
  readonly lookup?: string;
  readonly map?: Readonly<Record<string, string>>;
}

/** The different texts of a column; `value` is what a field takes one for. */
export interface ImportColumnValues {
  readonly values: readonly {
    readonly text: string;
    readonly rows: number;
    readonly value?: string | boolean;
  }[];
  readonly isMore: boolean;
}

/** What an import does with a file. */
export interface ImportPlan {
  readonly entity: string;
  readonly mode: 'create' | 'update' | 'upsert';
  readonly key?: readonly string[];
  readonly mapping: Readonly<Record<string, ImportMapping>>;
}

/** A row that would fail. */
export interface ImportFailure {
  readonly line: number;
  readonly problems: readonly Problem[];
  readonly raw: readonly string[];
}

/** What would become of some rows. */
export interface ImportCheck {
  readonly rows: number;
  readonly next: number | null;
  readonly counts: ImportCounts & { readonly skipped: number };
  readonly failures: readonly ImportFailure[];
}

/** How a file is to be read instead. */
export type ImportReading = Partial<Pick<ImportFile, 'encoding' | 'delimiter' | 'sheet'>>;

/** The routes of imports. Every method throws the `ApiError` of the answer. */
export class ImportApi {
  readonly #api: ApiClient;
  constructor(api: ApiClient) {
    this.#api = api;
  }
  upload(file: File, signal?: AbortSignal): Promise<ImportFile> {
    const path = `/api/imports/files?name=${encodeURIComponent(file.name)}`;
    return this.#api.post(path, file, { signal });
  }
  file(id: string): Promise<ImportFile> {
    return this.#api.get(`/api/imports/files/${id}`);
  }
  reread(id: string, reading: ImportReading): Promise<ImportFile> {
    return this.#api.post(`/api/imports/files/${id}/read`, reading);
  }
  async match(id: string, entity: string): Promise<ImportPlan['mapping']> {
    const path = `/api/imports/files/${id}/match`;
    const found = await this.#api.get<{ mapping: ImportPlan['mapping'] }>(path, {
      query: { entity },
    });
    return found.mapping;
  }
  values(
    id: string,
    query: { readonly column: string; readonly entity: string; readonly field: string },
    signal: AbortSignal,
  ): Promise<ImportColumnValues> {
    return this.#api.get(`/api/imports/files/${id}/values`, { query, signal });
  }
  check(file: string, plan: ImportPlan, from: number, signal: AbortSignal): Promise<ImportCheck> {
    return this.#api.post('/api/imports/check', { ...plan, file, from }, { signal });
  }
  start(file: string, plan: ImportPlan): Promise<ImportRun> {
    return this.#api.post('/api/imports', { ...plan, file });
  }
  runs(): Promise<readonly ImportRun[]> {
    return this.#api.get('/api/imports');
  }
  run(id: string): Promise<ImportRun> {
    return this.#api.get(`/api/imports/${id}`);
  }
  act(id: string, verb: 'cancel' | 'resume' | 'undo'): Promise<ImportRun> {
    return this.#api.post(`/api/imports/${id}/${verb}`);
  }
}

/** Whether something still happens with an import by itself. */
export function isBusy({ status }: Pick<ImportRun, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'undoing';
}
