import { TesseraElement } from '@tessera/sdk/ui';
import type { Filter } from '@tessera/core';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import { ShareApi } from './share-api.ts';

const DELAY_MS = 300;

/** How many records a rule would share: what its filter finds now, of those that one may read. */
@customElement('ts-rule-count')
export class RuleCount extends TesseraElement {
  @property() entity = '';
  @property({ attribute: false }) filter: Filter | undefined;

  @state() private count: number | undefined;
  @state() private problem = '';

  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<span role="status" class="num ${this.problem ? 'wrong' : ''}"
      >${this.problem || this.#text}</span
    >`;
  }

  get #text(): string {
    const { count } = this;
    if (count === undefined) return this.t('rule.counting');
    const number = new Intl.NumberFormat(this.locale).format(count);
    return this.t('rule.finds', { count, number });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('filter') && !changed.has('entity')) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), this.count === undefined ? 0 : DELAY_MS);
  }

  async #read(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      const api = new ShareApi(this.api);
      this.count = await api.count(this.entity, this.filter ?? {}, running.signal);
      this.problem = '';
    } catch (error) {
      if (running.signal.aborted) return;
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        color: var(--ts-fg-2);
        font-size: 12px;
      }
      .wrong {
        color: var(--ts-danger);
      }
    `,
  ];
}
