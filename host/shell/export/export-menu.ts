import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { downloadExport, filterOfIds, isTooLong } from './export-download.ts';
import { exportUrl, type ExportAsk } from './export-link.ts';
import { problemText } from '../record/record-problem.ts';

/** What a list shows, as its export takes it. */
export type ExportMenuRequest = Omit<ExportAsk, 'format'>;

/** A button with the ways to export what a list shows. It is not there for who may not export. */
@customElement('ts-export-menu')
export class ExportMenu extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) request: ExportMenuRequest = {};
  /** Records of the list; unknown when not given. */
  @property({ type: Number }) total: number | undefined;
  /** Records that were chosen one by one; all that the list shows when not given. */
  @property({ attribute: false }) ids: readonly string[] | undefined;
  /** It stands in a bar at the lower edge, and opens upwards. */
  @property({ type: Boolean, reflect: true }) above = false;
  @state() private isOpen = false;
  @state() private isWhole = false;
  @query('.opener') private opener!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pointerdown', this.#elsewhere);
  }
  override disconnectedCallback(): void {
    removeEventListener('pointerdown', this.#elsewhere);
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.entity?.actions.export) return nothing;
    return html`<button
        class="btn ${this.above ? 'ghost' : ''} opener"
        aria-haspopup="dialog"
        aria-expanded=${this.isOpen}
        @click=${this.#toggle}
      >
        ${icon('download', this.above ? 16 : 14)} <span class="word">${this.t('export.open')}</span>
      </button>
      ${this.isOpen ? this.#menu() : nothing}`;
  }

  #menu(): TemplateResult {
    const count = this.total ?? 0;
    return html`<div
      class="menu"
      role="dialog"
      aria-label=${this.t('export.open')}
      @keydown=${this.#pressed}
    >
      <p class="mut">
        ${
          this.total === undefined
            ? this.t('export.rowsUnknown')
            : this.t('export.rows', { count, number: count.toLocaleString(this.locale) })
        }
      </p>
      <fieldset>
        <legend>${this.t('export.columns')}</legend>
        ${this.#choice(false, 'export.shown')} ${this.#choice(true, 'export.all')}
      </fieldset>
      <div class="ways">
        ${this.#way('csv', 'file-text')} ${this.#way('xlsx', 'file-spreadsheet')}
      </div>
    </div>`;
  }

  #choice(isWhole: boolean, text: string): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name="columns"
        .checked=${this.isWhole === isWhole}
        @change=${() => (this.isWhole = isWhole)}
      />
      ${this.t(text)}</label
    >`;
  }

  #way(format: ExportAsk['format'], sign: string): TemplateResult {
    const ask: ExportAsk = {
      ...this.request,
      ...(this.ids ? { filter: filterOfIds(this.ids), search: undefined } : {}),
      format,
      locale: this.locale,
      columns: this.isWhole ? null : this.#shown(),
    };
    if (this.ids && isTooLong(this.ids))
      return html`<button class="btn" @click=${() => void this.#download(ask)}>
        ${icon(sign, 14)} ${this.t(`export.${format}`)}
      </button>`;
    return html`<a class="btn" href=${exportUrl(this.entity, ask)} download @click=${this.#started}
      >${icon(sign, 14)} ${this.t(`export.${format}`)}</a
    >`;
  }

  #shown(): ExportAsk['columns'] {
    return this.request.columns ?? this.entity.list.columns;
  }

  readonly #toggle = async (): Promise<void> => {
    this.isOpen = !this.isOpen;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.menu input:checked')?.focus();
  };
  readonly #started = (): void => {
    this.isOpen = false;
    toast({ text: this.t('export.started') });
  };
  /** The browser waits for a download by itself; for this one the page does. */
  async #download(ask: ExportAsk): Promise<void> {
    this.#started();
    try {
      await downloadExport(this.entity, ask);
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
    }
  }
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.isOpen = false;
    this.opener.focus();
  };
  readonly #elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.isOpen = false;
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        position: relative;
        display: inline-flex;
      }
      .menu {
        position: absolute;
        z-index: 5;
        top: calc(100% + 4px);
        inset-inline-end: 0;
        display: grid;
        gap: 10px;
        width: 260px;
        padding: 12px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-2);
      }
      :host([above]) .menu {
        top: auto;
        bottom: calc(100% + 10px);
        inset-inline: auto;
        left: 50%;
        translate: -50% 0;
        white-space: normal;
      }
      fieldset {
        display: grid;
        gap: 2px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      label {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: 28px;
      }
      input {
        accent-color: var(--ts-accent);
      }
      .ways {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
      }
      @media (pointer: coarse) {
        label {
          min-height: 40px;
        }
      }
      @media (max-width: 759px) {
        .word {
          position: absolute;
          clip-path: inset(50%);
          width: 1px;
          height: 1px;
          overflow: hidden;
        }
        .opener {
          width: 40px;
          padding: 0;
        }
      }
    `,
  ];
}
