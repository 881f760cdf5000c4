import { TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { readPreferences, savePreferences, type Preferences } from '../app/preferences.ts';

const THEMES = ['system', 'light', 'dark'] as const;
const DENSITIES = ['compact', 'normal', 'comfortable'] as const;

/** Language, time zone and look of the signed-in user. */
@customElement('ts-profile-settings')
export class ProfileSettings extends TesseraElement {
  @state() private preferences: Preferences = readPreferences();
  @state() private chosenZone: string | null | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card">
      <h2>${this.t('settings.profile')}</h2>
      ${this.#segments('settings.language', ['en', 'zh-CN'], this.locale, (locale) => (locale === 'en' ? 'English' : '中文'), this.#speak)}
      <label class="field"
        ><span>${this.t('settings.timeZone')}</span>
        <select @change=${this.#zoned}>
          <option value="" ?selected=${!this.chosenZone}>
            ${this.t('settings.timeZone.workspace')} (${this.meta.workspace.timeZone})
          </option>
          ${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone} ?selected=${zone === this.chosenZone}>${zone.replaceAll('_', ' ')}</option>`)}
        </select>
      </label>
      ${this.#segments(
        'settings.theme',
        THEMES,
        this.preferences.theme,
        (theme) => this.t(`theme.${theme}`),
        (theme) => this.#prefer({ theme }),
      )}
      ${this.#segments(
        'settings.density',
        DENSITIES,
        this.preferences.density,
        (density) => this.t(`density.${density}`),
        (density) => this.#prefer({ density }),
      )}
    </section>`;
  }

  #segments<T extends string>(
    label: string,
    options: readonly T[],
    chosen: string,
    name: (option: T) => string,
    choose: (option: T) => void,
  ): TemplateResult {
    return html`<div class="field-row">
      <p class="mut" id=${label}>${this.t(label)}</p>
      <div class="segments" role="group" aria-labelledby=${label}>
        ${options.map((option) => html`<button type="button" aria-pressed=${option === chosen} @click=${() => choose(option)}>${name(option)}</button>`)}
      </div>
    </div>`;
  }

  async #read(): Promise<void> {
    const { user } = await this.api.get<{ user: { timeZone: string | null } }>('/api/auth/me');
    this.chosenZone = user.timeZone;
  }

  readonly #speak = (locale: string): void => {
    this.dispatchEvent(
      new CustomEvent('ts-locale-chosen', { detail: locale, bubbles: true, composed: true }),
    );
    void this.api.patch('/api/auth/profile', { locale }).catch(() => {});
  };
  readonly #zoned = async (event: Event): Promise<void> => {
    this.chosenZone = (event.target as HTMLSelectElement).value || null;
    try {
      await this.api.patch('/api/auth/profile', { timeZone: this.chosenZone });
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
      return;
    }
    this.dispatchEvent(new CustomEvent('ts-profile-changed', { bubbles: true, composed: true }));
    toast({ text: this.t('settings.saved') });
  };
  #prefer(change: Partial<Preferences>): void {
    this.preferences = { ...readPreferences(), ...change };
    savePreferences(this.preferences);
  }
  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        gap: 16px;
      }
      .field-row p {
        margin-bottom: 4px;
        font-size: 12px;
        font-weight: 500;
      }
    `,
  ];
}
