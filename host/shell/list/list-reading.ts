import type { ReactiveControllerHost } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { ListSource, isSameRequest } from './list-source.ts';
import type { ListOutcome, ListRequest } from './list-source.ts';
import { readSums } from './list-sums.ts';
import type { ListTotals } from './list-total.ts';
import type { RecordClient } from '../record/record-client.ts';

/** What a list asks for, and how the totals below it are shown. */
export interface ListAsking {
  readonly client: RecordClient;
  readonly request: ListRequest;
  readonly view: FieldView;
  readonly totals: ListTotals;
}

/** The rows that an element shows: where they come from, how many there are, what became of reading them. */
export class ListReading {
  readonly #host: ReactiveControllerHost;
  #asking: ListAsking | undefined;
  source: ListSource | undefined;
  total = 0;
  isExact = true;
  isLoaded = false;
  failure: unknown = null;
  sums: Readonly<Record<string, string>> = {};

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Forgets the rows of another list. */
  clear(): void {
    this.#asking = undefined;
    this.source = undefined;
    this.total = 0;
    this.isLoaded = false;
    this.failure = null;
    this.sums = {};
  }

  /** Asks for other rows; the same ones in other columns stay. */
  ask(asking: ListAsking, isForced = false): void {
    const before = this.source?.request;
    this.#asking = asking;
    if (isForced || this.failure || !before || !isSameRequest(before, asking.request)) this.renew();
    else void this.sum();
  }

  /** Makes the source anew. */
  renew(): void {
    if (!this.#asking) return;
    this.failure = null;
    if (this.total === 0) this.isLoaded = false;
    const { client, request } = this.#asking;
    const source: ListSource = new ListSource(client, request, (outcome) =>
      this.#told(source, outcome),
    );
    this.source = source;
    this.#host.requestUpdate();
    void this.sum();
  }

  /** Reads the totals again. */
  async sum(): Promise<void> {
    const { source } = this;
    const asking = this.#asking;
    if (!source || !asking) return;
    const { request, view, totals } = asking;
    const sums = await readSums(source, request.columns, view, totals);
    if (source !== this.source || asking !== this.#asking) return;
    this.sums = sums;
    this.#host.requestUpdate();
  }

  /** Takes over how many there are from whoever else counted them. */
  count(total: number): void {
    this.total = total;
    this.isExact = true;
    this.isLoaded = true;
    this.#host.requestUpdate();
  }

  /** How many there are, in words; empty while that is not known. */
  totalText({ locale, t }: FieldView): string {
    if (!this.isLoaded) return '';
    const number = new Intl.NumberFormat(locale).format(this.total);
    return t(this.isExact ? 'list.total' : 'list.total.more', { count: this.total, number });
  }

  #told(source: ListSource, outcome: ListOutcome): void {
    if (source !== this.source) return;
    this.isLoaded = true;
    if ('error' in outcome) this.failure = outcome.error;
    else {
      this.total = outcome.page.total;
      this.isExact = outcome.page.isExact;
    }
    this.#host.requestUpdate();
  }
}
