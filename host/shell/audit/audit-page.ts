import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { loadPart } from '../app/part.ts';
import { pageStyles } from '../app/page-styles.ts';
import './audit-explorer.ts';

const PARTS = ['entries', 'proof'] as const;
type Part = (typeof PARTS)[number];

/** The audit: what happened, and the proof that nobody changed what stands there. */
@customElement('ts-audit-page')
export class AuditPage extends TesseraElement {
  @state() private shown: Part = 'entries';

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    this.#moved();
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="head">
        <h2>${this.t('settings.audit')}</h2>
        <nav class="tabs" aria-label=${this.t('audit.parts')}>
          ${PARTS.map(
            (part) =>
              html`<a
                href=${part === 'entries' ? '/settings/audit' : `/settings/audit?part=${part}`}
                aria-current=${part === this.shown ? 'page' : 'false'}
                class=${part === this.shown ? 'on' : ''}
                >${this.t(`audit.part.${part}`)}</a
              >`,
          )}
        </nav>
      </div>
      <p class="mut">${this.t('audit.pageAbout')}</p>
      ${this.shown === 'proof' ? this.#proof() : html`<ts-audit-explorer></ts-audit-explorer>`}`;
  }

  #proof(): TemplateResult {
    loadPart(() => import('./audit-proof.ts'));
    return html`<ts-audit-proof></ts-audit-proof>`;
  }

  readonly #moved = (): void => {
    const wanted = new URLSearchParams(location.search).get('part');
    this.shown = wanted === 'proof' ? 'proof' : 'entries';
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
      }
      h2 {
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      .tabs {
        display: flex;
        gap: 2px;
      }
      .tabs a {
        display: flex;
        align-items: center;
        min-height: 32px;
        padding: 0 9px;
        border-bottom: 2px solid transparent;
        color: var(--ts-fg-2);
        font-weight: 500;
        text-decoration: none;
      }
      .tabs a.on {
        color: var(--ts-fg);
        border-color: var(--ts-fg);
      }
      @media (pointer: coarse) {
        .tabs a {
          min-height: 40px;
        }
      }
    `,
  ];
}
