import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { problemText } from '../record/record-problem.ts';
import { PrivacyApi, type FoundPerson } from './privacy-api.ts';
import { privacyPath } from './privacy-place.ts';
import { privacyStyles } from './privacy-styles.ts';
import { entityWord } from './privacy-words.ts';

const TYPING_MS = 250;
const SHORTEST = 2;

/** Finds the records of a person by name, e-mail address or telephone. */
@customElement('ts-privacy-search')
export class PrivacySearch extends TesseraElement {
  @state() private words = '';
  @state() private found: readonly FoundPerson[] | undefined;
  @state() private problem = '';
  #typing: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#typing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="people">
      <h2 id="people">${this.t('privacy.find')}</h2>
      <p class="mut">${this.t('privacy.find.about')}</p>
      <input
        type="search"
        maxlength="200"
        autocomplete="off"
        aria-label=${this.t('privacy.find.words')}
        placeholder=${this.t('privacy.find.words')}
        @input=${this.#typed}
      />
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      <p class=${this.found ? 'visually-hidden' : 'mut'} role="status">${this.#state()}</p>
      ${this.found?.length === 0 ? html`<p class="mut">${this.t('privacy.find.none', { words: this.words })}</p>` : nothing}
      ${
        this.found && this.found.length > 0
          ? html`<ul class="plain">
              ${this.found.map((person) => this.#person(person))}
            </ul>`
          : nothing
      }
    </section>`;
  }

  #person(person: FoundPerson): TemplateResult {
    const { entity, id, title, subtitle } = person;
    return html`<li>
      ${recordAvatar(title || '?', id, { round: true, size: 28 })}
      <span class="grow">
        <a class="link who" href=${privacyPath({ at: 'person', person: { entity, id } })}
          >${title || this.t('privacy.noName')}</a
        >
        <span class="mut small">${subtitle ?? ''}</span>
      </span>
      <span class="mut">${entityWord(this, entity)}</span>
    </li>`;
  }

  #state(): string {
    if (this.found) return this.t('privacy.find.count', { count: this.found.length });
    return this.words.length === 1 ? this.t('privacy.find.short') : '';
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#find(), TYPING_MS);
  };

  async #find(): Promise<void> {
    const { words } = this;
    this.problem = '';
    if (words.length < SHORTEST) {
      this.found = undefined;
      return;
    }
    try {
      const found = await new PrivacyApi(this.api).find(words);
      if (words === this.words) this.found = found;
    } catch (error) {
      if (words !== this.words) return;
      this.found = undefined;
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    privacyStyles,
    css`
      .who {
        display: inline-block;
        min-height: 24px;
        line-height: 24px;
      }
      p:empty {
        display: none;
      }
    `,
  ];
}
