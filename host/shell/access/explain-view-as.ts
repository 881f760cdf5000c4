import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import { ExplainApi, type Person } from './explain-api.ts';
import { sheetStyles } from './share-styles.ts';

/**
 * Asks why one wants to see the workspace with the eyes of somebody, and begins it.
 *
 * @fires ts-view-as-closed - when it was given up
 */
@customElement('ts-explain-view-as')
export class ExplainViewAs extends TesseraElement {
  @property({ attribute: false }) user!: Person;

  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    const { name } = this.user;
    return html`<form @submit=${this.#submitted} novalidate>
      <h3>${icon('eye', 14)} ${this.t('explain.viewAs', { name })}</h3>
      <p class="mut">${this.t('explain.viewAs.about', { name })}</p>
      <label class="field">
        <span>${this.t('explain.viewAs.reason')}</span>
        <input type="text" name="reason" maxlength="500" required autocomplete="off" />
      </label>
      <p class="wrong" role="alert">${this.problem}</p>
      <div class="row">
        <button class="btn primary" ?disabled=${this.isBusy}>
          ${this.t('explain.viewAs.begin')}
        </button>
        <button
          type="button"
          class="btn"
          @click=${() => this.dispatchEvent(new CustomEvent('ts-view-as-closed'))}
        >
          ${this.t('action.cancel')}
        </button>
      </div>
    </form>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  readonly #submitted = async (event: Event): Promise<void> => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const reason = input?.value.trim() ?? '';
    if (reason === '') {
      this.problem = this.t('explain.viewAs.noReason');
      input?.focus();
      return;
    }
    this.isBusy = true;
    try {
      await new ExplainApi(this.api).viewAs(this.user.id, reason);
      // Everything on the page was read with one's own eyes.
      location.reload();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
      this.isBusy = false;
    }
  };

  static override styles = [
    TesseraElement.styles,
    sheetStyles,
    css`
      form {
        display: grid;
        gap: 10px;
        padding: 12px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      h3 {
        display: flex;
        gap: 6px;
        align-items: center;
        color: var(--ts-fg);
      }
      .wrong:empty {
        display: none;
      }
    `,
  ];
}
