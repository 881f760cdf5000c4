import type { ApiClient } from '@tessera/sdk/ui';
import type { AggregateQuery, EntityMeta, Filter, Group, Outcome } from '@tessera/core';
import type { WireRecord } from '../field/field-kind.ts';
import type { ListSort } from '../list/list-query.ts';
import type { TimelineItem } from '../timeline/timeline-days.ts';

/** Some records of a list, and how many there are in all. */
export interface AnyRecordPage {
  readonly records: readonly WireRecord[];
  readonly total: number;
  /** False when there are more than were counted. */
  readonly isExact: boolean;
}

export interface ListAsk {
  readonly search?: string;
  readonly filter?: Filter | undefined;
  readonly sort?: ListSort | undefined;
  /** First row, from 0. */
  readonly start: number;
  /** The row after the last. */
  readonly end: number;
  readonly include?: readonly string[];
  readonly fields?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface HistoryRow {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: {
    readonly kind: string;
    readonly userId: string | null;
    readonly name: string;
  } | null;
  /** Who set it off, where plugin code went on as the system. */
  readonly initiator?: { readonly name: string } | null;
  /** Who looked through the actor's eyes. */
  readonly impersonator?: { readonly name: string } | null;
  /** What it belongs to. */
  readonly cause?: { readonly kind: string; readonly id: string } | null;
  readonly source: string;
  readonly requestId?: string | null;
  readonly reason?: string | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** Before and after as they are sent: with the value before, an update takes the change back. */
  readonly values?: Readonly<Record<string, readonly [unknown, unknown]>>;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly createdAt: string;
}

/** The routes of one entity, as its list and pages use them. Every method throws the `ApiError` of the answer. */
export class RecordClient {
  readonly entity: EntityMeta;
  readonly #api: ApiClient;
  readonly #reason: string;

  /** @param reason - why something is changed; the audit keeps it */
  constructor(api: ApiClient, entity: EntityMeta, reason = '') {
    this.#api = api;
    this.entity = entity;
    this.#reason = reason.trim();
  }

  async list(ask: ListAsk): Promise<AnyRecordPage> {
    const query: Record<string, string> = { _start: String(ask.start), _end: String(ask.end) };
    if (ask.sort) Object.assign(query, { _sort: ask.sort.field, _order: ask.sort.direction });
    if (ask.search) query['q'] = ask.search;
    if (ask.filter) query['filter'] = JSON.stringify(ask.filter);
    if (ask.include?.length) query['include'] = ask.include.join(',');
    if (ask.fields?.length) query['fields'] = ask.fields.join(',');
    const { body, headers } = await this.#send('GET', '', { query, signal: ask.signal });
    const records = body as readonly WireRecord[];
    return {
      records,
      total: Number(headers.get('X-Total-Count') ?? ask.start + records.length),
      isExact: headers.get('X-Total-Count-Exact') !== 'false',
    };
  }

  async get(id: string, include: readonly string[] = []): Promise<WireRecord> {
    const query: Record<string, string> = include.length > 0 ? { include: include.join(',') } : {};
    return (await this.#send('GET', `/${id}`, { query })).body as WireRecord;
  }

  async create(values: Readonly<Record<string, unknown>>): Promise<WireRecord> {
    return (await this.#send('POST', '', { body: values })).body as WireRecord;
  }

  /** Changes only while the record still has that version; else throws the 412. */
  async update(
    id: string,
    changes: Readonly<Record<string, unknown>>,
    version?: number,
  ): Promise<WireRecord> {
    const headers: Record<string, string> =
      version === undefined ? {} : { 'If-Match': `"${version}"` };
    return (await this.#send('PATCH', `/${id}`, { body: changes, headers })).body as WireRecord;
  }

  async delete(id: string): Promise<void> {
    await this.#send('DELETE', `/${id}`);
  }

  async restore(id: string): Promise<void> {
    await this.#send('POST', `/${id}/restore`);
  }

  async deleteMany(ids: readonly string[]): Promise<readonly Outcome[]> {
    return this.#bulk({ delete: ids, atomic: 'each' });
  }

  async restoreMany(ids: readonly string[]): Promise<readonly Outcome[]> {
    return this.#bulk({ restore: ids, atomic: 'each' });
  }

  async aggregate(query: AggregateQuery): Promise<readonly Group[]> {
    return (await this.#send('POST', '/aggregate', { body: query })).body as readonly Group[];
  }

  async history(
    id: string,
    cursor?: string,
  ): Promise<{ rows: readonly HistoryRow[]; next: string | null }> {
    const query: Record<string, string> = cursor ? { cursor } : {};
    const { body, headers } = await this.#send('GET', `/${id}/history`, { query });
    return { rows: body as readonly HistoryRow[], next: headers.get('X-Next-Cursor') };
  }

  async timeline(
    id: string,
    cursor?: string,
  ): Promise<{ items: readonly TimelineItem[]; next: string | null }> {
    const query: Record<string, string> = cursor ? { cursor } : {};
    return (await this.#send('GET', `/${id}/timeline`, { query })).body as never;
  }

  async attachments(id: string): Promise<readonly Attachment[]> {
    return (await this.#send('GET', `/${id}/attachments`)).body as readonly Attachment[];
  }

  async attach(id: string, file: File): Promise<Attachment> {
    return (
      await this.#send('POST', `/${id}/attachments`, { query: { name: file.name }, body: file })
    ).body as Attachment;
  }

  async detach(id: string, attachment: string): Promise<void> {
    await this.#send('DELETE', `/${id}/attachments/${attachment}`);
  }

  async #bulk(body: object): Promise<readonly Outcome[]> {
    return ((await this.#send('POST', '/bulk', { body })).body as { outcomes: readonly Outcome[] })
      .outcomes;
  }

  #send(
    method: string,
    path: string,
    options: {
      query?: Record<string, string>;
      body?: unknown;
      headers?: Record<string, string>;
      signal?: AbortSignal | undefined;
    } = {},
  ): Promise<{ body: unknown; headers: Headers }> {
    const reason = this.#reason && method !== 'GET' ? encodeURIComponent(this.#reason) : '';
    const headers = { ...options.headers, ...(reason ? { 'X-Change-Reason': reason } : {}) };
    return this.#api.send(method, `/api/${this.entity.path}${path}`, { ...options, headers });
  }
}
