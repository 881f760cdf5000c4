import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hasOpenOverlay } from '../field/field-overlay.ts';
import './filter-condition-form.ts';
import type { ConditionPart, FilterConditionForm } from './filter-condition-form.ts';
import type { FilterCondition } from './filter-node.ts';
import { placePopover } from './filter-popover.ts';

/**
 * Makes or changes one condition, beside the chip that it is or will be.
 *
 * @fires ts-filter-applied - with `{condition}`
 * @fires ts-filter-cancelled
 * @fires ts-relation-picked - with `{path}`
 */
@customElement('ts-filter-editor')
export class FilterEditor extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  /** The condition to change; null makes a new one. */
  @property({ attribute: false }) condition: FilterCondition | null = null;
  /** The field of a new condition; empty when it is to be picked. */
  @property() field = '';
  @property({ attribute: false }) first: ConditionPart = 'value';
  /** What it stands beside. */
  @property({ attribute: false }) anchor!: Element;

  @state() private draft: FilterCondition | null = null;

  readonly #placed = new ResizeObserver(() => this.#place());

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-label', this.t('filter.title'));
    this.popover = 'manual';
    this.addEventListener('keydown', this.#escaped, { capture: true });
    this.addEventListener('keydown', this.#pressed);
    addEventListener('resize', this.#place);
    this.#placed.observe(this);
  }

  override disconnectedCallback(): void {
    removeEventListener('resize', this.#place);
    this.#placed.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('condition')) this.draft = this.condition;
  }

  override render(): TemplateResult {
    return html`<div class="body">
        <ts-filter-condition-form
          .entity=${this.entity}
          .condition=${this.condition}
          .start=${this.field}
          .first=${this.first}
          @ts-condition-changed=${(event: CustomEvent<{ condition: FilterCondition | null }>) => (this.draft = event.detail.condition)}
        ></ts-filter-condition-form>
      </div>
      <div class="actions">
        <button class="btn ghost" @click=${this.#cancel}>${this.t('action.cancel')}</button>
        <button class="btn primary" ?disabled=${!this.draft} @click=${this.#apply}>
          ${this.t('filter.apply')}
        </button>
      </div>`;
  }

  protected override firstUpdated(): void {
    this.showPopover();
    this.#place();
    requestAnimationFrame(() =>
      this.renderRoot.querySelector<FilterConditionForm>('ts-filter-condition-form')?.focus(),
    );
  }

  readonly #place = (): void => {
    placePopover(this, this.anchor);
  };

  readonly #apply = (): void => {
    if (!this.draft) return;
    this.dispatchEvent(new CustomEvent('ts-filter-applied', { detail: { condition: this.draft } }));
  };

  readonly #cancel = (): void => {
    this.dispatchEvent(new CustomEvent('ts-filter-cancelled'));
  };

  readonly #escaped = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || hasOpenOverlay(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing) return;
    const target = event.composedPath()[0];
    const isAnyway = event.ctrlKey || event.metaKey;
    const hasOwnEnter =
      target instanceof HTMLButtonElement || target instanceof HTMLTextAreaElement;
    if (isAnyway || (!hasOwnEnter && !hasOpenOverlay(event))) this.#apply();
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        position: fixed;
        inset: auto;
        width: 320px;
        margin: 0;
        padding: 0;
        border: 0;
        display: flex;
        flex-direction: column;
        overflow: hidden;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
      }
      .body {
        flex: 1;
        min-height: 0;
        padding: 12px;
        overflow: auto;
      }
      .actions {
        display: flex;
        justify-content: flex-end;
        gap: 6px;
        flex: none;
        padding: 8px 12px;
        border-top: 1px solid var(--ts-line);
      }
      :host::backdrop {
        background: transparent;
      }
      @media (max-width: 759px) {
        :host {
          inset: auto 8px 8px;
          width: auto;
          max-height: min(85dvh, 620px);
          box-shadow: var(--ts-shadow-3);
        }
        :host::backdrop {
          background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
        }
      }
    `,
  ];
}
