import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { hasOpenOverlay } from '../field/field-overlay.ts';
import './filter-count.ts';
import type { FilterNode } from './filter-node.ts';
import { placePopover } from './filter-popover.ts';
import './filter-tree.ts';
import type { FilterTree } from './filter-tree.ts';

/**
 * Edits the whole filter of a list with its groups, and tells how many records it finds before it is applied.
 *
 * @fires ts-filter-changed - with `{filter}` when it is applied
 * @fires ts-filter-cancelled - when it is closed without a change
 */
@customElement('ts-filter-panel')
export class FilterPanel extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) filter: Filter | undefined;
  @property() search = '';
  /** What it stands beside. */
  @property({ attribute: false }) anchor!: Element;
  /** One more thing to begin with. */
  @property({ attribute: false }) start: FilterNode | null = null;

  @state() private draft: Filter | undefined;
  @state() private isWhole = true;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ts-filter-tree') private tree!: FilterTree;

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = this.filter;
    addEventListener('resize', this.#place);
  }

  override disconnectedCallback(): void {
    removeEventListener('resize', this.#place);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="title"
      @cancel=${this.#cancelled}
      @click=${this.#clicked}
      @keydown=${this.#pressed}
    >
      <header>
        <h2 id="title">${this.t('filter.advanced')}</h2>
        <button class="btn ghost icon" aria-label=${this.t('action.close')} @click=${this.#cancel}>
          ${icon('x', 16)}
        </button>
      </header>
      <div class="body">
        <ts-filter-tree
          .entity=${this.entity}
          .filter=${this.draft}
          @ts-filter-changed=${this.#changed}
        ></ts-filter-tree>
      </div>
      <footer>
        <ts-filter-count
          .entity=${this.entity}
          .filter=${this.draft}
          .search=${this.search}
        ></ts-filter-count>
        <span class="grow"></span>
        <button class="btn ghost" ?disabled=${!this.draft} @click=${this.#clear}>
          ${this.t('filter.clear')}
        </button>
        <button class="btn cancel" @click=${this.#cancel}>${this.t('action.cancel')}</button>
        <button
          class="btn primary"
          ?disabled=${!this.isWhole}
          title=${this.isWhole ? '' : this.t('filter.unfinished')}
          @click=${this.#apply}
        >
          ${this.t('filter.apply')}
        </button>
      </footer>
    </dialog>`;
  }

  protected override async firstUpdated(): Promise<void> {
    this.dialog.showModal();
    this.#place();
    await this.tree.updateComplete;
    if (this.start) this.tree.addNode(this.start);
  }

  readonly #place = (): void => {
    placePopover(this.dialog, this.anchor);
  };

  readonly #changed = (
    event: CustomEvent<{ filter: Filter | undefined; isWhole: boolean }>,
  ): void => {
    this.draft = event.detail.filter;
    this.isWhole = event.detail.isWhole;
  };

  readonly #clear = (): void => {
    this.draft = undefined;
    this.isWhole = true;
  };

  readonly #apply = (): void => {
    if (!this.isWhole) return;
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('ts-filter-changed', { detail: { filter: this.draft } }));
  };

  readonly #cancel = (): void => {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('ts-filter-cancelled'));
  };

  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#back();
  };

  readonly #clicked = (event: MouseEvent): void => {
    if (event.target === this.dialog) this.#cancel();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return;
    event.stopPropagation();
    if (event.key === 'Escape' && !hasOpenOverlay(event)) {
      event.preventDefault();
      this.#back();
    }
    if (event.key !== 'Enter') return;
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey) this.#apply();
    else if (target instanceof HTMLInputElement && !hasOpenOverlay(event)) this.tree.finish();
  };

  /** Closes what is on top: the condition that is open, then the panel. */
  #back(): void {
    if (this.tree.isEditing) this.tree.finish();
    else this.#cancel();
  }

  static override styles = [
    TesseraElement.styles,
    css`
      dialog {
        position: fixed;
        inset: auto;
        width: 560px;
        max-width: calc(100vw - 16px);
        margin: 0;
        padding: 0;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: transparent;
      }
      header,
      footer {
        display: flex;
        align-items: center;
        gap: 6px;
        flex: none;
        padding: 8px 8px 8px 12px;
      }
      header {
        justify-content: space-between;
        border-bottom: 1px solid var(--ts-line);
      }
      h2 {
        font-size: 13px;
        font-weight: 600;
      }
      footer {
        padding: 8px 12px;
        border-top: 1px solid var(--ts-line);
      }
      .grow {
        flex: 1;
      }
      .body {
        flex: 1;
        min-height: 0;
        padding: 12px;
        overflow: auto;
        overscroll-behavior: contain;
      }
      @media (max-width: 759px) {
        dialog {
          inset: 0;
          width: 100vw;
          max-width: none;
          height: 100dvh;
          max-height: none;
          border-radius: 0;
        }
        h2 {
          font-size: 15px;
        }
        footer {
          flex-wrap: wrap;
        }
        ts-filter-count {
          flex-basis: 100%;
        }
      }
    `,
  ];
}
