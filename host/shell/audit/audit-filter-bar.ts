import { icon, TesseraElement, type MenuItem } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import './audit-filter-form.ts';
import { changedFilter, type AuditFilter, type FilterName } from './audit-filter.ts';
import {
  actionWord,
  actorWord,
  dayWord,
  entityWord,
  fieldWord,
  pluginWord,
  sourceWord,
} from './audit-words.ts';

/** What has a chip: the two days share one, words have a field of their own. */
export type ChipName = Exclude<FilterName, 'q' | 'from' | 'to'> | 'days';
const ICONS: Readonly<Record<ChipName, string>> = {
  user: 'user-round',
  entity: 'shapes',
  record: 'file-text',
  action: 'zap',
  source: 'log-in',
  actor: 'bot',
  field: 'text-cursor-input',
  plugin: 'puzzle',
  request: 'hash',
  days: 'calendar',
};
const CHIPS = Object.keys(ICONS) as ChipName[];
const TYPING_MS = 300;

/**
 * By what the entries are narrowed: words, and a chip for each of the rest.
 *
 * @fires ts-audit-filter-changed - with `{filter, isTyping}`
 */
@customElement('ts-audit-filter-bar')
export class AuditFilterBar extends TesseraElement {
  @property({ attribute: false }) filter: AuditFilter = {};
  /** What ids are called, where that is known. */
  @property({ attribute: false }) names: ReadonlyMap<string, string> = new Map();

  @state() private editing: ChipName | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#typing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const set = CHIPS.filter((name) => this.#isSet(name));
    return html`<input
        type="search"
        class="words"
        maxlength="200"
        aria-label=${this.t('audit.words')}
        placeholder=${this.t('audit.words')}
        .value=${this.filter.q ?? ''}
        @input=${this.#typed}
      />
      ${set.map((name) => this.#chip(name))}
      <ts-menu
        text
        icon="list-filter"
        .label=${this.t('audit.addFilter')}
        .items=${CHIPS.filter((name) => !set.includes(name)).map((name): MenuItem => ({
          id: name,
          label: this.t(`audit.filter.${name}`),
          icon: ICONS[name],
          run: () => (this.editing = name),
        }))}
      ></ts-menu>
      ${
        Object.keys(this.filter).length > 0
          ? html`<button class="btn ghost" @click=${() => this.#tell({})}>
              ${this.t('audit.clear')}
            </button>`
          : nothing
      }
      ${
        this.editing
          ? html`<ts-audit-filter-form
              name=${this.editing}
              .filter=${this.filter}
              @ts-audit-filter-set=${(event: CustomEvent<{ change: AuditFilter }>) => this.#change(event.detail.change)}
              @ts-audit-filter-closed=${() => (this.editing = undefined)}
            ></ts-audit-filter-form>`
          : nothing
      }`;
  }

  #chip(name: ChipName): TemplateResult {
    const key = this.t(`audit.filter.${name}`);
    const value = this.#word(name);
    return html`<span class="chip">
      <button
        title=${this.t('audit.filter.change', { name: key, value })}
        @click=${() => (this.editing = name)}
      >
        ${icon(ICONS[name], 14)}<span class="k">${key}</span> <span class="ell">${value}</span>
      </button>
      <button
        class="off"
        aria-label=${this.t('audit.filter.remove', { name: key })}
        @click=${() => this.#change(name === 'days' ? { from: '', to: '' } : { [name]: '' })}
      >
        ${icon('x', 12)}
      </button>
    </span>`;
  }

  #isSet(name: ChipName): boolean {
    const { from, to } = this.filter;
    return name === 'days' ? Boolean(from ?? to) : this.filter[name] !== undefined;
  }

  #word(name: ChipName): string {
    const { from, to, entity = '' } = this.filter;
    if (name === 'days') return this.#days(from, to);
    const value = this.filter[name] ?? '';
    switch (name) {
      case 'entity':
        return entityWord(this, value);
      case 'action':
        return actionWord(this, value);
      case 'source':
        return sourceWord(this, value);
      case 'actor':
        return actorWord(this, value);
      case 'plugin':
        return pluginWord(this, value);
      case 'field':
        return fieldWord(this, entity, value);
      default:
        return this.names.get(value) ?? value;
    }
  }

  #days(from: string | undefined, to: string | undefined): string {
    if (from !== undefined && from === to) return dayWord(this, from);
    const first = from === undefined ? '…' : dayWord(this, from);
    return `${first} – ${to === undefined ? '…' : dayWord(this, to)}`;
  }

  readonly #typed = (event: Event): void => {
    const q = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#tell(changedFilter(this.filter, { q }), true), TYPING_MS);
  };

  #change(change: AuditFilter): void {
    this.#tell(changedFilter(this.filter, change));
  }

  #tell(filter: AuditFilter, isTyping = false): void {
    clearTimeout(this.#typing);
    this.dispatchEvent(
      new CustomEvent('ts-audit-filter-changed', { detail: { filter, isTyping } }),
    );
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        flex-flow: row wrap;
        align-items: center;
        gap: 8px;
      }
      input.words:not([type='checkbox']) {
        width: 220px;
        height: 28px;
      }
      .chip button {
        height: 100%;
        padding: 0 7px;
        display: flex;
        gap: 5px;
        align-items: center;
        min-width: 0;
      }
      .chip button:focus-visible {
        outline-offset: -2px;
      }
      .chip .ell {
        max-width: 220px;
      }
      .chip .off {
        min-width: 24px;
        justify-content: center;
      }
      @media (pointer: coarse) {
        .chip {
          height: 40px;
        }
        .chip .off {
          min-width: 40px;
        }
      }
      @media (max-width: 759px) {
        input.words:not([type='checkbox']) {
          width: 100%;
          height: 40px;
        }
      }
    `,
  ];
}
