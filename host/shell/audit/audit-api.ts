import type { AuditDays, AuditItem, AuditVerdict } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';

/** An entry of the audit as the server sends it. */
export type AuditEntry = AuditItem;

/** A page of entries, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

export interface AuditSeals {
  readonly last: {
    readonly batch: number;
    readonly at: string;
    readonly rows: number;
    readonly digest: string;
  } | null;
  readonly waiting: number;
  /** Whether the database itself keeps the host from changing entries, or why not. */
  readonly appendOnly: { readonly isOn: boolean; readonly reason?: string };
}

/** What a shorter retention would let go. */
export interface RetentionEffect {
  readonly batches: number;
  readonly rows: number;
}

type Query = Readonly<Record<string, string>>;

/** The routes of the audit. Every method throws the `ApiError` of the answer. */
export class AuditApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  page(query: Query, cursor?: string, signal?: AbortSignal): Promise<AuditPage> {
    return this.#api.get('/api/audit', {
      query: { ...query, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    });
  }

  days(query: Query, zone: string, signal?: AbortSignal): Promise<AuditDays> {
    return this.#api.get('/api/audit/days', { query: { ...query, zone }, signal });
  }

  seals(): Promise<AuditSeals> {
    return this.#api.get('/api/audit/seals');
  }

  /** @param digest - one that an earlier check told */
  verify(digest?: string): Promise<AuditVerdict> {
    return this.#api.post('/api/audit/verify', digest === undefined ? {} : { digest });
  }

  async retention(): Promise<number | null> {
    const { retentionDays } = await this.#api.get<{ retentionDays: number | null }>(
      '/api/settings/audit',
    );
    return retentionDays;
  }

  effect(retentionDays: number): Promise<RetentionEffect> {
    return this.#api.get('/api/settings/audit/effect', {
      query: { retentionDays: String(retentionDays) },
    });
  }

  async setRetention(retentionDays: number | null): Promise<void> {
    await this.#api.send('PUT', '/api/settings/audit', { body: { retentionDays } });
  }
}
