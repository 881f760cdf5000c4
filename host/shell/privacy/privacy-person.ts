import { icon, TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { recordPath } from '../field/field-template.ts';
import { problemText } from '../record/record-problem.ts';
import {
  PrivacyApi,
  type FoundPerson,
  type PersonPlace,
  type PersonView,
  type PrivacyRequest,
} from './privacy-api.ts';
import './privacy-erase.ts';
import { holdingsTable } from './privacy-holdings.ts';
import { privacyPath } from './privacy-place.ts';
import { privacyStyles } from './privacy-styles.ts';
import { entityWord } from './privacy-words.ts';

/** Everything that is held about a person, by entity; giving it out, and erasing it. */
@customElement('ts-privacy-person')
export class PrivacyPerson extends TesseraElement {
  @property({ attribute: false }) place!: PersonPlace;

  @state() private view: PersonView | undefined;
  /** Ids of other records that are the same person. */
  @state() private taken: ReadonlySet<string> = new Set();
  @state() private problem = '';
  @state() private isErasing = false;
  @state() private isBusy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('place')) return;
    this.view = undefined;
    this.taken = new Set();
    void this.#read();
  }

  override render(): TemplateResult {
    const { view } = this;
    return html`<a class="back" href=${privacyPath({ at: 'start' })}>
        ${icon('arrow-left', 14)} ${this.t('privacy.back')}
      </a>
      ${failureNotice(this, this.problem, () => void this.#read())}
      ${view ? this.#content(view) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('privacy.reading')}</p>`}`;
  }

  #content(view: PersonView): TemplateResult {
    const { person, matches, holdings } = view;
    return html`${this.#head(person)} ${matches.length > 0 ? this.#matches(view) : nothing}
      <section class="card" aria-labelledby="holdings">
        <h2 id="holdings">${this.t('privacy.holdings')}</h2>
        <p class="mut">${this.t('privacy.holdings.about')}</p>
        ${holdingsTable(this, holdings)}
      </section>
      ${
        this.isErasing
          ? html`<ts-privacy-erase
              .person=${person}
              .also=${this.#also}
              .holdings=${holdings}
              @ts-privacy-asked=${(event: CustomEvent<PrivacyRequest>) => this.#asked(event.detail)}
              @ts-privacy-erase-closed=${() => (this.isErasing = false)}
            ></ts-privacy-erase>`
          : nothing
      }`;
  }

  #head(person: FoundPerson): TemplateResult {
    const path = recordPath(this.meta, person.entity, person.id);
    return html`<section class="card" aria-labelledby="person">
      <div>
        <h2 id="person">${person.title || this.t('privacy.noName')}</h2>
        <p class="mut">
          ${entityWord(this, person.entity)}${person.subtitle ? ` · ${person.subtitle}` : nothing}
          ${path ? html` · <a href=${path}>${this.t('privacy.record')}</a>` : nothing}
        </p>
      </div>
      <p class="mut">${this.t('privacy.export.about')} ${this.t('privacy.erase.about')}</p>
      <div class="actions">
        <button class="btn primary" ?disabled=${this.isBusy} @click=${() => void this.#export()}>
          ${icon('package-open', 14)} ${this.t('privacy.export')}
        </button>
        <button class="btn danger" @click=${() => (this.isErasing = true)}>
          ${icon('eraser', 14)} ${this.t('privacy.erase')}
        </button>
      </div>
    </section>`;
  }

  #matches({ matches }: PersonView): TemplateResult {
    return html`<section class="card" aria-labelledby="matches">
      <h2 id="matches">${this.t('privacy.matches')}</h2>
      <p class="mut">${this.t('privacy.matches.about')}</p>
      <ul class="plain">
        ${matches.map(
          ({ entity, id, title, subtitle, by }) =>
            html`<li>
              <label class="row grow">
                <input
                  type="checkbox"
                  .checked=${this.taken.has(id)}
                  @change=${(event: Event) => this.#take(id, event)}
                />
                <span class="grow"
                  >${title || this.t('privacy.noName')}<span class="mut small"
                    >${entityWord(this, entity)}${subtitle ? ` · ${subtitle}` : nothing}</span
                  ></span
                >
              </label>
              ${by.map((kind) => html`<ts-tag>${this.t(`privacy.same.${kind}`)}</ts-tag>`)}
              <a
                class="btn ghost icon"
                aria-label=${this.t('privacy.look', { name: title })}
                title=${this.t('privacy.look', { name: title })}
                href=${privacyPath({ at: 'person', person: { entity, id } })}
                >${icon('arrow-right', 14)}</a
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #take(id: string, event: Event): void {
    const taken = new Set(this.taken);
    if ((event.target as HTMLInputElement).checked) taken.add(id);
    else taken.delete(id);
    this.taken = taken;
  }

  get #also(): readonly FoundPerson[] {
    return this.view?.matches.filter(({ id }) => this.taken.has(id)) ?? [];
  }

  async #export(): Promise<void> {
    this.isBusy = true;
    try {
      const { entity, id } = this.place;
      const also = this.#also.map((one) => ({ entity: one.entity, id: one.id }));
      this.#asked(await new PrivacyApi(this.api).ask({ kind: 'export', entity, id, also }));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  }

  #asked({ id }: PrivacyRequest): void {
    this.navigate(privacyPath({ at: 'request', request: id }));
  }

  async #read(): Promise<void> {
    const { place } = this;
    try {
      const view = await new PrivacyApi(this.api).person(place);
      if (place !== this.place) return;
      this.view = view;
      this.problem = '';
    } catch (error) {
      if (place === this.place)
        this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [TesseraElement.styles ?? [], pageStyles, privacyStyles];
}
