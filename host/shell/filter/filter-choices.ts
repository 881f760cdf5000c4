import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { FieldMeta, Json } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { targetOf } from '../field/field-kind.ts';
import { plainText } from '../field/field-plain.ts';
import { FilterChoiceSource } from './filter-choice-source.ts';
import type { FilterChoice } from './filter-choice-source.ts';
import { filterStyles } from './filter-styles.ts';

const DELAY_MS = 200;

/**
 * Chooses several values of a field from a list that stands open: choices, states, records, people.
 *
 * @fires ts-operand-changed - with `{value}`: a list
 */
@customElement('ts-filter-choices')
export class FilterChoices extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) value: readonly Json[] = [];

  @state() private words = '';
  @state() private active = -1;
  @state() private found: readonly FilterChoice[] = [];
  @state() private chosen: readonly FilterChoice[] = [];
  /** The words that `found` answers. */
  @state() private foundWords = '';
  @state() private isRead = false;
  @state() private isFailed = false;

  #source: FilterChoiceSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const shown = this.#shown;
    return html`<span class="label">${this.t('filter.value')}</span>
      <label class="find">
        ${icon('search', 14)}
        <input
          role="combobox"
          autocomplete="off"
          aria-label=${this.t('filter.value')}
          aria-controls="values"
          aria-expanded="true"
          aria-activedescendant=${this.active >= 0 ? `value-${this.active}` : nothing}
          placeholder=${this.t('filter.value.find')}
          .value=${this.words}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        />
      </label>
      <div
        class="list"
        id="values"
        role="listbox"
        aria-multiselectable="true"
        aria-label=${this.t('filter.value')}
        aria-busy=${!this.isRead}
      >
        ${shown.map((choice, index) => this.#option(choice, index))}
      </div>
      ${this.#note(shown.length)}`;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('field')) return;
    this.#source = new FilterChoiceSource(this, this.field);
    this.chosen = [];
    void this.#read(true);
  }

  protected override updated(): void {
    this.renderRoot.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }

  #option(choice: FilterChoice, index: number): TemplateResult {
    const isChosen = this.#isChosen(choice);
    return html`<div
      id="value-${index}"
      role="option"
      class="option ${index === this.active ? 'on' : ''}"
      aria-selected=${isChosen}
      @click=${() => this.#toggle(choice)}
    >
      <span class="box ${isChosen ? 'checked' : ''}"
        >${isChosen ? icon('check', 12) : nothing}</span
      >
      ${choice.icon ? icon(choice.icon, 14) : nothing}
      ${
        choice.hue === undefined
          ? nothing
          : html`<i
              class="dot"
              style="--c:${choice.hue === null ? 'var(--ts-fg-3)' : `oklch(0.65 0.17 ${choice.hue})`}"
            ></i>`
      }
      <span class="ell">${choice.label}</span>
      ${choice.detail ? html`<small class="ell mut">${choice.detail}</small>` : nothing}
    </div>`;
  }

  #note(count: number): TemplateResult | typeof nothing {
    if (this.isFailed)
      return html`<p class="none" role="alert">
        ${this.t('filter.value.failed')}
        <button class="btn ghost" @click=${() => this.#read(false)}>
          ${this.t('action.retry')}
        </button>
      </p>`;
    if (!this.isRead || count > 0) return nothing;
    return html`<p class="none" role="status">${this.t('filter.value.none')}</p>`;
  }

  /** Without words: what moves with the reader, what was chosen at the start, then the rest. */
  get #shown(): readonly FilterChoice[] {
    const known = this.words.trim() === '' ? [...this.#fixed, ...this.chosen] : [];
    const keys = new Set(known.map(({ key }) => key));
    return [...known, ...this.found.filter(({ key }) => !keys.has(key))];
  }

  get #fixed(): readonly FilterChoice[] {
    const target = targetOf(this.field);
    if (target === 'tessera.user')
      return [{ key: '$me', label: this.t('filter.me'), icon: 'user-round' }];
    if (target === 'tessera.team')
      return [{ key: '$myTeams', label: this.t('filter.myTeam'), icon: 'users' }];
    return [];
  }

  async #read(isFirst: boolean): Promise<void> {
    const source = this.#source!;
    const { words } = this;
    try {
      const [found, chosen] = await Promise.all([
        source.find(words.trim()),
        isFirst ? source.named(this.value.map(plainText)) : this.chosen,
      ]);
      if (source !== this.#source || words !== this.words) return;
      this.found = found;
      this.foundWords = words;
      this.chosen = chosen;
      if (words.trim() !== '') this.active = found.length > 0 ? 0 : -1;
      this.isFailed = false;
    } catch {
      if (source === this.#source) this.isFailed = true;
    }
    this.isRead = true;
  }

  #isChosen({ key, alias }: FilterChoice): boolean {
    return this.value.some((value) => value === key || (alias !== undefined && value === alias));
  }

  #toggle(choice: FilterChoice): void {
    const { key, alias } = choice;
    this.value = this.#isChosen(choice)
      ? this.value.filter((value) => value !== key && value !== alias)
      : [...this.value, key];
    this.dispatchEvent(new CustomEvent('ts-operand-changed', { detail: { value: this.value } }));
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    this.active = -1;
    clearTimeout(this.#timer);
    if (this.field.options) void this.#read(false);
    else this.#timer = setTimeout(() => void this.#read(false), DELAY_MS);
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const shown = this.#shown;
    const choice = shown[this.active];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && shown.length > 0)
      this.active = (Math.max(this.active, step < 0 ? 0 : -1) + step + shown.length) % shown.length;
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && choice) {
      this.#toggle(choice);
      // The next Enter applies what is chosen.
      this.active = -1;
      if (this.words !== '') {
        this.words = '';
        void this.#read(false);
      }
    } else if (event.key !== 'Enter' || this.words === this.foundWords) return;
    // While what was typed is still looked up, Enter would mean something else.
    event.preventDefault();
  };

  static override styles = [
    TesseraElement.styles,
    filterStyles,
    css`
      :host {
        display: block;
      }
      .list {
        max-height: 220px;
      }
      .box {
        display: grid;
        place-items: center;
        flex: none;
        width: 14px;
        height: 14px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-s);
      }
      .checked {
        border-color: var(--ts-accent);
        background: var(--ts-accent);
        color: var(--ts-on-accent);
      }
      .dot {
        flex: none;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--c);
      }
      small {
        margin-left: auto;
        font-size: 12px;
      }
    `,
  ];
}
