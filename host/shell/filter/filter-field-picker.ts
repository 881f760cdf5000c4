import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldViewOf } from '../field/field-view.ts';
import { entriesOf, searchEntries } from './filter-search.ts';
import type { FilterEntry } from './filter-search.ts';
import { filterStyles } from './filter-styles.ts';

/**
 * Chooses what to ask for: a field, a field of a record that is pointed to, or related records. Found by typing, or step
 * by step.
 *
 * @fires ts-field-picked - with `{path, isRelation}`
 */
@customElement('ts-filter-field-picker')
export class FilterFieldPicker extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  /** The path that is chosen now. */
  @property() value = '';

  @state() private words = '';
  /** The references that were opened, from the record on. */
  @state() private opened: readonly FilterEntry[] = [];
  @state() private active = 0;

  override render(): TemplateResult {
    const shown = this.#shown;
    return html`<label class="find">
        ${icon('search', 14)}
        <input
          role="combobox"
          autocomplete="off"
          aria-label=${this.t('filter.field')}
          aria-controls="fields"
          aria-expanded="true"
          aria-activedescendant=${shown.length > 0 ? `field-${this.active}` : nothing}
          placeholder=${this.t('filter.field.find')}
          .value=${this.words}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        />
      </label>
      ${
        this.opened.length > 0 && this.words === ''
          ? html`<button class="back" @click=${this.#back}>
              ${icon('chevron-left', 14)} ${this.opened.map(({ name }) => name).join(' › ')}
            </button>`
          : nothing
      }
      <div class="list" id="fields" role="listbox" aria-label=${this.t('filter.field')}>
        ${shown.map((entry, index) => this.#option(entry, index, shown))}
      </div>
      ${shown.length === 0 ? html`<p class="none" role="status">${this.t('filter.field.none')}</p>` : nothing}`;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('entity') && !changed.has('value')) return;
    this.opened = [];
    this.active = Math.max(
      0,
      this.#shown.findIndex(({ path }) => path === this.value),
    );
  }

  protected override updated(): void {
    this.renderRoot.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }

  #option(entry: FilterEntry, index: number, shown: readonly FilterEntry[]): TemplateResult {
    const isFirst =
      this.words === '' && entry.relation !== undefined && !shown[index - 1]?.relation;
    return html`${isFirst ? html`<div class="group" role="presentation">${this.t('filter.related.title')}</div>` : nothing}
      <div
        id="field-${index}"
        role="option"
        class="option ${index === this.active ? 'on' : ''}"
        aria-selected=${entry.path === this.value}
        aria-description=${entry.inner ? this.t('filter.field.opens', { field: entry.name }) : nothing}
        @click=${() => this.#pick(entry)}
      >
        ${icon(entry.icon, 14)}
        <span class="ell name"
          >${entry.trail !== '' && this.words !== '' ? html`<span class="mut">${entry.trail} › </span>` : nothing}${entry.name}</span
        >
        ${entry.path === this.value ? icon('check', 14) : nothing}
        ${
          entry.inner
            ? html`<span
                class="open"
                title=${this.t('filter.field.open', { field: entry.name })}
                @click=${(event: Event) => {
                  event.stopPropagation();
                  this.#open(entry);
                }}
                >${icon('chevron-right', 14)}</span
              >`
            : nothing
        }
      </div>`;
  }

  get #shown(): readonly FilterEntry[] {
    const here = this.opened.at(-1)?.inner?.() ?? entriesOf(this.entity, fieldViewOf(this));
    return this.words.trim() === '' ? here : searchEntries(here, this.words);
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    this.active = 0;
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const shown = this.#shown;
    const entry = shown[this.active];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const isEnd = (event.target as HTMLInputElement).selectionStart === this.words.length;
    if (step !== 0 && shown.length > 0)
      this.active = (this.active + step + shown.length) % shown.length;
    else if (event.key === 'Enter' && entry) this.#pick(entry);
    else if (event.key === 'ArrowRight' && isEnd && entry?.inner) this.#open(entry);
    else if (
      (event.key === 'ArrowLeft' || event.key === 'Backspace') &&
      this.words === '' &&
      this.opened.length > 0
    )
      this.#back();
    else return;
    event.preventDefault();
  };

  #open(entry: FilterEntry): void {
    this.opened = [...this.opened, entry];
    this.words = '';
    this.active = 0;
    this.focus();
  }

  readonly #back = (): void => {
    const last = this.opened.at(-1);
    this.opened = this.opened.slice(0, -1);
    this.active = Math.max(
      0,
      this.#shown.findIndex(({ path }) => path === last?.path),
    );
    this.focus();
  };

  #pick(entry: FilterEntry): void {
    this.dispatchEvent(
      new CustomEvent('ts-field-picked', {
        detail: { path: entry.path, isRelation: entry.relation !== undefined },
      }),
    );
  }

  static override styles = [
    TesseraElement.styles,
    filterStyles,
    css`
      :host {
        display: block;
      }
      .name {
        flex: 1;
      }
      .back {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 28px;
        margin-top: 4px;
        color: var(--ts-fg-2);
        font-size: 12px;
        font-weight: 500;
      }
      .open {
        display: grid;
        place-items: center;
        width: 28px;
        align-self: stretch;
        margin-right: -8px;
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-3);
      }
      .open:hover {
        background: var(--ts-bg-active);
      }
      @media (pointer: coarse) {
        .open {
          width: 44px;
        }
        .back {
          min-height: 40px;
        }
      }
    `,
  ];
}
