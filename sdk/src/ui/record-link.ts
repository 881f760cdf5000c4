import { css, html, type CSSResultGroup } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './avatar.ts';
import { TesseraElement } from './element.ts';

/**
 * A record by its title, with its avatar; leads to its page. Where the entity is not there for the reader (its plugin is off, or it may
 * not be seen) the title stands without a link.
 *
 * @example
 * ```html
 * <ts-record-link entity="customer.account" record="0198c0de-…" label="Blue Heron Labs"></ts-record-link>
 * ```
 */
@customElement('ts-record-link')
export class RecordLink extends TesseraElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
        max-width: 100%;
        vertical-align: bottom;
      }
      .row {
        min-width: 0;
        min-height: 24px;
      }
    `,
  ];

  /** Id of the entity, for example `customer.account`. */
  @property() entity = '';
  /** Id of the record. */
  @property() record = '';
  /** The title of the record. */
  @property() label = '';

  /** Draws it. */
  protected override render(): unknown {
    const entity = this.entityMeta(this.entity);
    const content = html`<ts-avatar
        .name=${this.label}
        .seed=${this.record}
        .hue=${this.#isPerson ? null : (entity?.hue ?? null)}
        ?round=${this.#isPerson}
      ></ts-avatar>
      <span class="ell">${this.label}</span>`;
    return entity
      ? html`<a class="row link" href=${`/${entity.path}/${encodeURIComponent(this.record)}`}
          >${content}</a
        >`
      : html`<span class="row">${content}</span>`;
  }

  get #isPerson(): boolean {
    return this.entity === 'tessera.user';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-record-link': RecordLink;
  }
}
