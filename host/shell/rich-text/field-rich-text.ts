import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldRichTextEditor } from './field-rich-text-editor.ts';
import type { Input } from '../field/field-text-input.ts';
import { plainText } from '../field/field-plain.ts';

/** A field of formatted text; what edits it is loaded when it is first shown. */
@customElement('ts-rich-text-field')
export class FieldRichText extends TesseraElement {
  @property({ attribute: false }) input!: Input;

  @state() private isReady = false;
  @state() private isMissing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { input } = this;
    return html`${input.label ? html`<span class="label">${input.label}${input.isRequired ? html`<i aria-hidden="true"> •</i>` : nothing}</span>` : nothing}
    ${this.isMissing ? this.#retry() : this.#editor()}
    ${holdsMore(plainText(input.value)) ? html`<p class="mut">${this.t('richText.loses')}</p>` : nothing}
    ${input.error ? html`<p class="error" role="alert">${input.error}</p>` : input.help ? html`<p class="mut">${input.help}</p>` : nothing}`;
  }

  override focus(): void {
    void this.#ready.then(() =>
      this.renderRoot.querySelector<HTMLElement>('ts-rich-text-editor')?.focus(),
    );
  }

  #ready: Promise<void> = Promise.resolve();

  #editor(): TemplateResult {
    if (!this.isReady)
      return html`<div class="wait" role="status" aria-label=${this.t('list.loading')}></div>`;
    const { input } = this;
    return html`<ts-rich-text-editor
      .value=${plainText(input.value)}
      .accessibleName=${input.accessibleName}
      .invalid=${input.error !== ''}
      @ts-rich-text-changed=${(event: CustomEvent<{ value: string | null }>) => input.changed(event.detail.value)}
    ></ts-rich-text-editor>`;
  }

  #retry(): TemplateResult {
    return html`<button type="button" class="btn" @click=${() => void this.#load()}>
      ${this.t('action.retry')}
    </button>`;
  }

  #load(): Promise<void> {
    this.isMissing = false;
    this.#ready = import('./field-rich-text-editor.ts').then(
      async () => {
        this.isReady = true;
        await this.updateComplete;
        await this.renderRoot.querySelector<FieldRichTextEditor>('ts-rich-text-editor')
          ?.updateComplete;
      },
      () => {
        this.isMissing = true;
      },
    );
    return this.#ready;
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: grid;
        gap: 4px;
        min-width: 0;
      }
      .label {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .label i,
      .error {
        color: var(--ts-danger);
      }
      p {
        margin: 0;
        font-size: 12px;
      }
      .wait {
        height: 106px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
    `,
  ];
}

/** Pictures and tables, which other programs may have written, have no place in this editor. */
function holdsMore(html: string): boolean {
  return /<(?:img|table)\b/i.test(html);
}
