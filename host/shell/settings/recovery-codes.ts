import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { copyText } from './copy-text.ts';

/** The recovery codes, shown this once: to be copied, or kept as a file. */
@customElement('ts-recovery-codes')
export class RecoveryCodes extends TesseraElement {
  @property({ attribute: false }) codes: readonly string[] = [];

  override render(): TemplateResult {
    return html`<p>${this.t('factor.codesText')}</p>
      <ol aria-label=${this.t('factor.codes')}>
        ${this.codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ol>
      <div class="row">
        <button type="button" class="btn" @click=${this.#copy}>
          ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
        </button>
        <a class="btn" download="tessera-recovery-codes.txt" href=${this.#file}>
          ${icon('download', 14)} ${this.t('factor.download')}
        </a>
      </div>`;
  }

  get #text(): string {
    return `${this.codes.join('\n')}\n`;
  }
  get #file(): string {
    const title = this.t('factor.fileTitle', {
      workspace: this.meta.workspace.name,
      email: this.meta.user.email ?? this.meta.user.name,
    });
    return `data:text/plain;charset=utf-8,${encodeURIComponent(`${title}\n\n${this.#text}`)}`;
  }
  readonly #copy = (): void => void copyText(this.#text, (key) => this.t(key));

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      ol {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px 16px;
        margin: 0;
        padding: 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-accent-soft);
        list-style: none;
      }
      code {
        font:
          13px/20px ui-monospace,
          monospace;
      }
    `,
  ];
}
