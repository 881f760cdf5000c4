import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import './second-factor-setup.ts';
import './second-factor-off.ts';
import './recovery-renew.ts';
import type { SecondFactorState } from './second-factor-state.ts';

const FEW_CODES = 3;
type Step = 'closed' | 'setup' | 'renew' | 'off';

/** One's own second factor: setting it up, new recovery codes, turning it off. */
@customElement('ts-second-factor-settings')
export class SecondFactorSettings extends TesseraElement {
  @state() private factor: SecondFactorState | undefined;
  @state() private problem = '';
  @state() private step: Step = 'closed';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="factor">
        <div class="row">
          <h2 id="factor">${this.t('factor.title')}</h2>
          ${
            this.factor?.enabled
              ? html`<span class="tag" style="--c:oklch(0.65 0.17 155)"
                  ><i></i>${this.t('factor.on')}</span
                >`
              : nothing
          }
        </div>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${this.factor ? (this.factor.enabled ? this.#on(this.factor) : this.#off()) : nothing}
      </section>
      ${this.#question()}`;
  }

  #off(): TemplateResult {
    return html`<p class="mut">${this.t('factor.about')}</p>
      ${this.factor?.isRequired ? html`<p>${this.t('factor.required')}</p>` : nothing}
      <div class="actions">
        <button class="btn primary" @click=${() => (this.step = 'setup')}>
          ${icon('smartphone', 14)} ${this.t('factor.setUp')}
        </button>
      </div>`;
  }

  #on({ since, recoveryCodesLeft: count, isRequired }: SecondFactorState): TemplateResult {
    const date = new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'medium',
      timeZone: this.timeZone,
    }).format(new Date(since ?? 0));
    return html`<p class="mut">${this.t('factor.since', { date })}</p>
      <p class=${count <= FEW_CODES ? 'wrong' : ''}>${this.t('factor.left', { count })}</p>
      <div class="actions">
        <button class="btn" @click=${() => (this.step = 'renew')}>${this.t('factor.renew')}</button>
        <button
          class="btn danger"
          ?disabled=${isRequired}
          aria-describedby=${isRequired ? 'required' : nothing}
          @click=${() => (this.step = 'off')}
        >
          ${this.t('factor.turnOff')}
        </button>
      </div>
      ${isRequired ? html`<p id="required" class="mut">${this.t('factor.requiredStays')}</p>` : nothing}`;
  }

  #question(): TemplateResult | typeof nothing {
    switch (this.step) {
      case 'setup':
        return html`<ts-second-factor-setup
          @ts-question-done=${this.#changed}
          @ts-question-closed=${this.#closed}
        ></ts-second-factor-setup>`;
      case 'renew':
        return html`<ts-recovery-renew
          @ts-question-done=${this.#changed}
          @ts-question-closed=${this.#closed}
        ></ts-recovery-renew>`;
      case 'off':
        return html`<ts-second-factor-off
          @ts-question-done=${this.#turnedOff}
          @ts-question-closed=${this.#closed}
        ></ts-second-factor-off>`;
      default:
        return nothing;
    }
  }

  readonly #changed = (): void => void this.#read();
  readonly #turnedOff = (): void => {
    toast({ text: this.t('factor.offDone'), tone: 'success' });
    void this.#read();
  };
  readonly #closed = (): void => {
    this.step = 'closed';
  };

  async #read(): Promise<void> {
    try {
      this.factor = await this.api.get<SecondFactorState>('/api/auth/second-factor');
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .actions {
        flex-wrap: wrap;
      }
    `,
  ];
}
