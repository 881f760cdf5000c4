import type { FieldMeta, Filter, Group, Measure } from '@tessera/core';
import { includeOf } from '../field/field-kind.ts';
import type { ListSort } from './list-query.ts';
import type { AnyRecordPage, RecordClient } from '../record/record-client.ts';

export interface ListRequest {
  readonly search: string;
  readonly filter: Filter | undefined;
  readonly sort: ListSort;
  readonly columns: readonly FieldMeta[];
}

/** Whether two requests answer the same rows with the same values: columns may stand otherwise. */
export function isSameRequest(one: ListRequest, other: ListRequest): boolean {
  return keyOf(one) === keyOf(other);
}

/** Whether two requests find the same rows, in whatever order. */
export function isSameQuestion(one: ListRequest, other: ListRequest): boolean {
  const question = ({ search, filter }: ListRequest): string =>
    JSON.stringify([search, filter ?? null]);
  return question(one) === question(other);
}

function keyOf({ search, filter, sort, columns }: ListRequest): string {
  return JSON.stringify([search, filter, sort, includeOf(columns).toSorted()]);
}

/** What became of reading a page. */
export type ListOutcome = { readonly page: AnyRecordPage } | { readonly error: unknown };

/** The pages of one list as it is asked for now; another search, filter or order is another source. */
export class ListSource {
  readonly request: ListRequest;
  readonly #client: RecordClient;
  readonly #tell: (outcome: ListOutcome) => void;
  /** Pages read ahead, to be handed out once. */
  readonly #ahead = new Map<number, AnyRecordPage>();
  #recent: readonly number[] = [];

  constructor(client: RecordClient, request: ListRequest, tell: (outcome: ListOutcome) => void) {
    this.#client = client;
    this.request = request;
    this.#tell = tell;
  }

  /** A page that was read ahead, at once; undefined when there is none. */
  take(page: number): AnyRecordPage | undefined {
    const ready = this.#ahead.get(page);
    this.#ahead.delete(page);
    return ready;
  }

  /** Rows of a page, counted from 0. A page that cannot be read answers empty; the maker of the source is told why. */
  async page(page: number, size: number): Promise<AnyRecordPage> {
    this.#recent = [page, ...this.#recent.filter((other) => other !== page)].slice(0, 3);
    try {
      const answer = await this.#read(page, size);
      this.#tell({ page: answer });
      return answer;
    } catch (error) {
      this.#tell({ error });
      return { records: [], total: 0, isExact: true };
    }
  }

  /** Reads the pages handed out last once more and keeps them, so that a table can change without a flicker. */
  async renew(size: number): Promise<void> {
    const pages = await Promise.all(
      this.#recent.map(async (page) => [page, await this.#read(page, size)] as const),
    );
    for (const [page, answer] of pages) this.#ahead.set(page, answer);
    const first = pages[0]?.[1];
    if (first) this.#tell({ page: first });
  }

  /** Measures over every row of the list, not only those read. */
  aggregate(measures: Readonly<Record<string, Measure>>): Promise<readonly Group[]> {
    const { search, filter } = this.request;
    return this.#client.aggregate({ measures, filter, search: search === '' ? undefined : search });
  }

  #read(page: number, size: number): Promise<AnyRecordPage> {
    const { columns, search, filter, sort } = this.request;
    return this.#client.list({
      search,
      filter,
      sort,
      include: includeOf(columns),
      start: page * size,
      end: (page + 1) * size,
    });
  }
}
