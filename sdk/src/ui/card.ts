import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { TesseraElement } from './element.ts';
import { icon } from './icon.ts';

/**
 * A box with a heading. What stands inside is shown while `status` is `ready`; the other states look the same everywhere.
 * Slots: the content; `action` beside the heading; `empty` for more than a sentence while it is empty.
 *
 * @fires ts-card-retry - when somebody wants to try again after an error
 *
 * @example
 * ```html
 * <ts-card heading="Open quotes" status="error" message="The server did not answer."></ts-card>
 * ```
 */
@customElement('ts-card')
export class Card extends TesseraElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      section {
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        padding: 6px 8px 0 14px;
      }
      h2 {
        flex: 1;
        font-size: 13px;
        font-weight: 600;
      }
      .body {
        padding: 6px 14px 14px;
      }
      .bone {
        display: block;
        height: 10px;
        margin: 8px 0;
        border-radius: 5px;
        background: var(--ts-bg-active);
        opacity: 0;
        animation: appear 1ms 150ms forwards;
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
      .fault {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .fault > svg {
        color: var(--ts-danger);
      }
      .fault > span {
        flex: 1 1 16ch;
      }
    `,
  ];

  /** What the box holds. */
  @property() heading = '';
  /** `loading` shows grey lines, `empty` and `error` show `message`; an error offers to try again. */
  @property() status: 'ready' | 'loading' | 'empty' | 'error' = 'ready';
  /** One sentence for `empty` and `error`. */
  @property() message = '';

  /** Draws it. */
  protected override render(): unknown {
    return html`<section
      aria-label=${this.heading || nothing}
      aria-busy=${this.status === 'loading'}
    >
      <header>
        <h2 class="ell">${this.heading}</h2>
        <slot name="action"></slot>
      </header>
      <div class="body">${this.#body()}</div>
    </section>`;
  }

  #body(): TemplateResult {
    switch (this.status) {
      case 'loading':
        return html`<span role="status" class="visually-hidden">${this.t('list.loading')}</span>
          ${[70, 45, 58].map((width) => html`<i class="bone" style="width:${width}%"></i>`)}`;
      case 'empty':
        return html`<slot name="empty"><p class="mut">${this.message}</p></slot>`;
      case 'error':
        return html`<div class="fault" role="alert">
          ${icon('circle-alert', 16)}<span>${this.message}</span>
          <button class="btn" @click=${this.#retry}>${this.t('action.retry')}</button>
        </div>`;
      default:
        return html`<slot></slot>`;
    }
  }

  readonly #retry = (): void => {
    this.dispatchEvent(new CustomEvent('ts-card-retry'));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-card': Card;
  }
}
