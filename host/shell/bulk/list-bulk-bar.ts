import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExportMenuRequest } from '../export/export-menu.ts';
import { findField, isEditable } from '../field/field-kind.ts';
import type { FieldView } from '../field/field-template.ts';
import { startRun } from './list-bulk-run.ts';
import type { BulkSelection } from './list-bulk-run.ts';
import { problemText } from '../record/record-problem.ts';
import '../slot/slot.ts';
import { loadPart } from '../app/part.ts';

/** So many records are deleted without a question: the undo is as near as the button was. */
const UNASKED = 20;

type Asking = 'assign' | 'edit' | 'delete';

/**
 * What can be done with the selected rows.
 *
 * @fires ts-bulk-done - when something was started with them
 * @fires ts-bulk-cleared - when nothing is to be selected any more
 */
@customElement('ts-list-bulk-bar')
export class ListBulkBar extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) selection: BulkSelection = { ids: [], all: false };
  @property({ attribute: false }) view: FieldView | undefined;
  /** What the list shows, as its export takes it. */
  @property({ attribute: false }) request: ExportMenuRequest = {};
  @property({ type: Number }) count = 0;

  @state() private asking: Asking | '' = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    const { actions, id } = this.entity;
    if (actions.export) loadPart(() => import('../export/export-menu.ts'));
    const number = new Intl.NumberFormat(this.locale).format(this.count);
    return html`<div
        class="bar"
        role="toolbar"
        aria-label=${this.t('bulk.label')}
        @keydown=${this.#pressed}
      >
        <b role="status">${this.t('bulk.selected', { count: this.count, number })}</b>
        ${actions.update && this.#owners.length > 0 ? this.#button('assign', 'user-round', 'bulk.assign') : nothing}
        ${actions.update ? this.#button('edit', 'pencil', 'bulk.edit') : nothing}
        <ts-slot
          name=${`${id}.list.action`}
          .context=${{ ids: this.selection.ids, selection: this.selection }}
        ></ts-slot>
        ${
          actions.export
            ? html`<ts-export-menu
                above
                .entity=${this.entity}
                .request=${this.request}
                .ids=${this.selection.all ? undefined : this.selection.ids}
                .total=${this.count}
              ></ts-export-menu>`
            : nothing
        }
        ${
          actions.delete
            ? html`<button class="btn ghost" ?disabled=${this.isBusy} @click=${this.#delete}>
                ${icon('trash-2', 16)}<span class="word">${this.t('action.delete')}</span>
              </button>`
            : nothing
        }
        <button class="btn ghost clear" title=${this.t('bulk.clear')} @click=${this.#clear}>
          <span class="visually-hidden">${this.t('bulk.clear')}</span
          ><kbd aria-hidden="true">Esc</kbd>${icon('x', 16)}
        </button>
      </div>
      ${this.#dialog()}`;
  }

  #button(asking: Asking, name: string, key: string): TemplateResult {
    return html`<button class="btn ghost" aria-haspopup="dialog" @click=${() => this.#ask(asking)}>
      ${icon(name, 16)}<span class="word">${this.t(key)}</span>
    </button>`;
  }

  #dialog(): TemplateResult | typeof nothing {
    if (this.asking === '') return nothing;
    if (this.asking === 'delete')
      return html`<ts-bulk-confirm
        .entity=${this.entity}
        .selection=${this.selection}
        .count=${this.count}
        @ts-bulk-closed=${this.#closed}
      ></ts-bulk-confirm>`;
    return html`<ts-bulk-dialog
      .entity=${this.entity}
      .selection=${this.selection}
      .count=${this.count}
      .fields=${this.asking === 'assign' ? this.#owners : []}
      @ts-bulk-closed=${this.#closed}
    ></ts-bulk-dialog>`;
  }

  /** The fields that say whose a record is, as far as they may be set. */
  get #owners(): readonly string[] {
    return ['owner', 'team'].filter((name) => {
      const field = findField(this.entity, name);
      return field !== undefined && isEditable(field);
    });
  }

  #ask(asking: Asking): void {
    if (asking === 'delete') loadPart(() => import('./list-bulk-confirm.ts'));
    else loadPart(() => import('./list-bulk-dialog.ts'));
    this.asking = asking;
  }

  readonly #closed = (event: CustomEvent<{ isStarted: boolean }>): void => {
    this.asking = '';
    if (event.detail.isStarted) this.#done();
    else this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  };

  readonly #delete = async (): Promise<void> => {
    const { entity, selection, count } = this;
    if (selection.all || count > UNASKED) {
      this.#ask('delete');
      return;
    }
    this.isBusy = true;
    try {
      await startRun(this.api, { entity: entity.id, action: 'delete' }, selection, count);
      this.#done();
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
    }
    this.isBusy = false;
  };

  #done(): void {
    this.dispatchEvent(new CustomEvent('ts-bulk-done'));
    this.#clear();
  }

  readonly #clear = (): void => {
    this.dispatchEvent(new CustomEvent('ts-bulk-cleared'));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#clear();
  };

  static override styles = [
    TesseraElement.styles,
    css`
      .bar {
        position: absolute;
        left: 50%;
        bottom: 48px;
        translate: -50% 0;
        z-index: 5;
        display: flex;
        gap: 4px;
        align-items: center;
        max-width: calc(100% - 16px);
        padding: 5px 6px 5px 12px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
        white-space: nowrap;
      }
      b {
        font-weight: 600;
        margin-right: 8px;
        font-variant-numeric: tabular-nums;
      }
      ts-slot {
        display: flex;
        gap: 4px;
      }
      .clear svg {
        display: none;
      }
      @media (max-width: 759px), (pointer: coarse) {
        .clear kbd,
        .word {
          display: none;
        }
        .clear svg {
          display: block;
        }
      }
    `,
  ];
}
