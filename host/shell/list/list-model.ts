import type { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { boardFields } from '../board/board-fields.ts';
import { entityOf } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { shownColumns } from '../grid/list-column.ts';
import type { ShownColumn } from '../grid/list-column.ts';
import { missingFields } from '../filter/filter-dormant.ts';
import { isOpenedHere } from './list-entrance.ts';
import {
  isSameView,
  plainListQuery,
  readListQuery,
  viewOfAddress,
  writeListQuery,
} from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import { ListReading } from './list-reading.ts';
import { RecordClient } from '../record/record-client.ts';
import { SavedViewBook } from '../saved-view/saved-view-book.ts';
import { queryOfView } from '../saved-view/saved-view.ts';
import type { SavedView } from '../saved-view/saved-view.ts';

/** The element that shows a list. */
export interface ListHost extends TesseraElement {
  /** Id of the entity. */
  entity: string;
}

/** What a list shows: its query as the address says it, its saved views, and the rows read for it. */
export class ListModel {
  readonly #host: ListHost;
  readonly book: SavedViewBook;
  readonly reading: ListReading;
  query: ListQuery = plainListQuery;
  columns: readonly ShownColumn[] = [];
  view: FieldView | undefined;

  constructor(host: ListHost) {
    this.#host = host;
    this.book = new SavedViewBook(host);
    this.reading = new ListReading(host);
  }

  get entity(): EntityMeta | undefined {
    return entityOf(this.#host.meta, this.#host.entity);
  }

  /** The saved view that is shown. */
  get saved(): SavedView | undefined {
    return this.book.find(this.query.view);
  }

  /** The fields that the filter names and that are not there now. With one of them the list shows no rows. */
  get missing(): readonly string[] {
    const { entity, view, query } = this;
    return entity && view ? missingFields(query.filter, entity, view) : [];
  }

  /** Whether the view that the address names is not there. */
  get isMissing(): boolean {
    return this.query.view !== null && this.book.isLoaded && !this.saved;
  }

  get isBoard(): boolean {
    const { entity, query } = this;
    return (
      query.layout === 'board' &&
      entity !== undefined &&
      boardFields(entity, this.#host.meta).length > 0
    );
  }

  get isChanged(): boolean {
    const base = this.#base;
    return base !== undefined && !isSameView(this.query, base);
  }

  /** Path and query of what is shown. */
  get address(): string {
    return `/${this.entity?.path ?? ''}${writeListQuery(this.query, this.#base)}`;
  }

  /** Comes to the list of an entity; by way of the navigation to the view that one is used to. */
  enter(): void {
    this.reading.clear();
    const isBare = location.search === '' && !isOpenedHere();
    const arriving = this.load(() => {
      const { first, last } = this.book.habits;
      return isBare ? (this.book.find(first) ?? this.book.find(last))?.id : undefined;
    });
    const { first, last } = this.book.habits;
    if (!isBare || (first ?? last) === null) this.read(true);
    else this.query = plainListQuery;
    void arriving;
  }

  /** Reads the views, then shows the one that the address names, or another first. */
  async load(choose: () => string | undefined = () => undefined): Promise<void> {
    const { entity } = this.#host;
    await this.book.load(entity);
    if (entity !== this.#host.entity || !this.#host.isConnected) return;
    const wanted = choose();
    if (wanted) history.replaceState(history.state, '', `${location.pathname}?view=${wanted}`);
    if (wanted || this.query.view !== null || !this.reading.source) this.read(false);
  }

  /** Takes over what the address says. */
  read(isForced = false): void {
    this.query = readListQuery(location.search, this.#base);
    this.ask(isForced);
  }

  /** What is shown without a saved view: whoever knows the views no more can ask for the same. */
  get plainAddress(): string {
    return `/${this.entity?.path ?? ''}${writeListQuery({ ...this.query, view: null })}`;
  }

  /** Asks for what the query says. Nothing while its view is not known, or names what is not there. */
  ask(isForced = false): void {
    const { entity, view, query, book } = this;
    this.#host.requestUpdate();
    if (!entity || !view || !this.#base || this.saved?.isDormant) return;
    if (book.habits.last !== query.view) book.remember({ last: query.view });
    this.columns = shownColumns(entity, query.columns);
    if (this.missing.length > 0) {
      this.reading.clear();
      return;
    }
    if (this.isBoard) return;
    const { search, filter, sort } = query;
    const columns = this.columns.map(({ field }) => field);
    const request = { search, filter, sort: sort ?? entity.list.sort, columns };
    const client = new RecordClient(this.#host.api, entity);
    this.reading.ask({ client, request, view, totals: book.habits.totals }, isForced);
  }

  /** Shows another query and writes it into the address. */
  show(changes: Partial<ListQuery>): void {
    const query = { ...this.query, ...changes };
    const base = this.#base;
    if (!base) return;
    const after = writeListQuery(query, base);
    if (after !== location.search) history.pushState(history.state, '', location.pathname + after);
    this.query = query;
    this.ask();
  }

  /** Shows a view as it was saved; null for the entity's own list. */
  open(view: SavedView | null): void {
    const after = view ? `?view=${view.id}` : '';
    if (after !== location.search) history.pushState(history.state, '', location.pathname + after);
    this.read();
  }

  /** The list as its view was saved; undefined while that is not known. */
  get #base(): ListQuery | undefined {
    const id = viewOfAddress(location.search);
    if (id === null || location.pathname !== `/${this.entity?.path ?? ''}`)
      return id === null ? plainListQuery : this.saved && queryOfView(this.saved);
    const view = this.book.find(id);
    return view && queryOfView(view);
  }
}
