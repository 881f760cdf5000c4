import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { PluginApi } from './plugin-api.ts';

/** Bytes at most, as the server takes them. */
const LIMIT = 20 * 1024 * 1024;

/** Takes a package, by button or by dropping it, and goes to the page where it is looked at before it is installed. */
@customElement('ts-plugin-upload')
export class PluginUpload extends TesseraElement {
  /** Whether it stands on the page of a plugin that is there. */
  @property({ type: Boolean, attribute: 'upgrade' }) isUpgrade = false;
  @state() private isOver = false;
  @state() private sending = '';
  @state() private problem = '';
  #sent: AbortController | undefined;

  override disconnectedCallback(): void {
    this.#sent?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const title = this.t(this.isUpgrade ? 'plugins.addVersion' : 'plugins.add');
    return html`<section class="card" aria-label=${title}>
      <h2>${title}</h2>
      <div
        class=${this.isOver ? 'drop over' : 'drop'}
        aria-busy=${this.sending !== ''}
        @dragover=${this.#dragged}
        @dragleave=${() => (this.isOver = false)}
        @drop=${this.#dropped}
      >
        ${icon('package-plus', 24)}
        ${
          this.sending
            ? html`<p role="status">${this.t('plugins.sending', { name: this.sending })}</p>
                <button class="btn" @click=${() => this.#sent?.abort()}>
                  ${this.t('action.cancel')}
                </button>`
            : html`<p>${this.t('plugins.drop')}</p>
                <button class="btn" @click=${() => this.#input?.click()}>
                  ${this.t('plugins.browse')}
                </button>`
        }
        <input
          type="file"
          hidden
          accept=".tgz,.tar.gz,application/gzip"
          aria-label=${this.t('plugins.browse')}
          @change=${this.#picked}
        />
      </div>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
    </section>`;
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[type=file]');
  }

  readonly #dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = true;
  };
  readonly #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    void this.#send(event.dataTransfer?.files[0]);
  };
  readonly #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void this.#send(input.files?.[0]);
    input.value = '';
  };

  async #send(file: File | undefined): Promise<void> {
    if (!file || this.sending) return;
    if (file.size > LIMIT) {
      this.problem = this.t('plugins.tooLarge');
      return;
    }
    this.problem = '';
    this.sending = file.name;
    this.#sent = new AbortController();
    try {
      const { digest } = await new PluginApi(this.api).upload(file, this.#sent.signal);
      this.navigate(`/plugins/packages/${digest}`);
    } catch (error) {
      if (!this.#sent.signal.aborted)
        this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.sending = '';
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .drop {
        display: grid;
        justify-items: center;
        gap: 10px;
        padding: 20px;
        border: 1px dashed var(--ts-line-strong);
        border-radius: var(--ts-radius-l);
        color: var(--ts-fg-2);
        text-align: center;
      }
      .drop.over {
        border-color: var(--ts-accent);
        background: var(--ts-accent-soft);
      }
    `,
  ];
}
