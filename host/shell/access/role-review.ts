import { ApiError, icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import {
  RoleApi,
  type MatrixRole,
  type RoleDraft,
  type RoleMatrix,
  type RolePreview,
} from './role-api.ts';
import { previewContent } from './role-preview.ts';
import { reviewStyles } from './role-review-styles.ts';

/**
 * Shows what saving a role would change, and saves it. When somebody else was faster, one decides whose changes hold.
 *
 * @fires ts-role-saved - with `{version}`
 * @fires ts-role-reload - with `{isKept}`: the role is to be read again, with the draft kept or not
 * @fires ts-role-reviewed - when it is closed, either way
 */
@customElement('ts-role-review')
export class RoleReview extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) subject!: MatrixRole;
  @property({ attribute: false }) draft!: RoleDraft;

  @state() private preview: RolePreview | undefined;
  @state() private problem = '';
  @state() private isConflict = false;
  @state() private isBusy = false;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed} @cancel=${this.#cancelled}>
      <header>
        <h2 id="title">${this.t('role.review')}</h2>
      </header>
      <div class="content" tabindex="0" role="region" aria-label=${this.t('role.review')}>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        ${this.isConflict ? this.#conflict() : this.#content()}
      </div>
      ${this.isConflict ? nothing : this.#buttons()}
    </dialog>`;
  }

  #content(): TemplateResult | typeof nothing {
    if (this.preview) return previewContent(this, this.matrix, this.preview);
    return this.problem
      ? html`<button class="btn" @click=${() => void this.#read()}>
          ${this.t('action.retry')}
        </button>`
      : html`<p class="mut" role="status">${this.t('role.previewing')}</p>`;
  }

  #buttons(): TemplateResult {
    const exceeds = (this.preview?.exceeds.length ?? 0) > 0;
    return html`<footer class="actions">
      <button
        class="btn primary"
        autofocus
        ?disabled=${!this.preview || exceeds || this.isBusy}
        aria-busy=${this.isBusy}
        @click=${this.#save}
      >
        ${icon('check', 14)} ${this.t('action.save')}
      </button>
      <button class="btn" ?disabled=${this.isBusy} @click=${this.#close}>
        ${this.t('action.cancel')}
      </button>
    </footer>`;
  }

  #conflict(): TemplateResult {
    return html`<p role="alert">${this.t('role.conflict')}</p>
      <div class="actions">
        <button class="btn primary" @click=${() => this.#reload(true)}>
          ${this.t('role.keepMine')}
        </button>
        <button class="btn" @click=${() => this.#reload(false)}>
          ${this.t('role.takeTheirs')}
        </button>
      </div>`;
  }

  async #read(): Promise<void> {
    this.problem = '';
    try {
      this.preview = await new RoleApi(this.api).preview(this.subject.id, this.draft);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  readonly #save = async (): Promise<void> => {
    this.isBusy = true;
    this.problem = '';
    try {
      const { id, version: before } = this.subject;
      const version = await new RoleApi(this.api).save(id, this.draft, before);
      this.dispatchEvent(new CustomEvent('ts-role-saved', { detail: { version } }));
      this.#close();
    } catch (error) {
      this.isConflict = error instanceof ApiError && error.status === 412;
      if (!this.isConflict) this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  };

  #reload(isKept: boolean): void {
    this.dispatchEvent(new CustomEvent('ts-role-reload', { detail: { isKept } }));
    this.#close();
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-role-reviewed'));
  };
  readonly #cancelled = (event: Event): void => {
    if (this.isBusy) event.preventDefault();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    reviewStyles,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
    `,
  ];
}
