import type { Filter } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../field/picker.ts';
import { Question, type QuestionAnswers } from './question.ts';

/** In how many records a user stands in one field. */
interface Work {
  readonly entity: string;
  readonly field: string;
  readonly count: number;
  /** Those that could not be given, because their rules refused it. */
  readonly refused?: number;
}

/** Shows which records are the work of a user, asks who takes which of them over, and says what was given. */
@customElement('ts-user-hand-over')
export class UserHandOver extends Question {
  @property({ attribute: false }) user!: { readonly id: string; readonly name: string };
  @state() private work: readonly Work[] | undefined;
  @state() private given: readonly Work[] | undefined;
  @state() private heir: { readonly id: string; readonly title: string } | null = null;

  /** Who can be given records. Made once: the picker begins anew with another one. */
  #heirs: Filter = {};

  override connectedCallback(): void {
    super.connectedCallback();
    const { id } = this.user;
    this.#heirs = { status: 'active', audience: { ne: 'portal' }, id: { ne: id } };
    void this.#read();
  }

  override render(): TemplateResult {
    if (this.given) return this.#result(this.given);
    const { name } = this.user;
    const isNothing = this.work?.length === 0;
    return this.ask({
      title: this.t('handOver.title', { name }),
      text: isNothing ? this.t('handOver.nothing', { name }) : this.t('handOver.text', { name }),
      fields: html`${this.work ? this.#choices(this.work) : nothing}
      ${
        isNothing
          ? nothing
          : html`<ts-picker
                entity="tessera.user"
                .label=${this.t('handOver.to')}
                .filter=${this.#heirs}
                .error=${this.faults['to'] ?? ''}
                @ts-picked=${this.#picked}
              ></ts-picker>
              ${this.note('to', this.t('handOver.toHelp'))}`
      }`,
      action: this.t('handOver.give'),
      isWaiting: !this.work || isNothing,
    });
  }

  #result(given: readonly Work[]): TemplateResult {
    const refused = given.reduce((sum, one) => sum + (one.refused ?? 0), 0);
    return this.dialog(
      html`<form method="dialog">
        <h2 id="title">${this.t('handOver.done')}</h2>
        <p role="status">
          ${this.t('handOver.doneText', { name: this.user.name, heir: this.heir?.title ?? '' })}
        </p>
        ${this.#counts(given)}
        ${refused > 0 ? html`<p class="wrong">${this.t('handOver.refused', { count: refused })}</p>` : nothing}
        <div class="actions">
          <button class="btn primary" autofocus>${this.t('action.close')}</button>
        </div>
      </form>`,
    );
  }

  #choices(work: readonly Work[]): TemplateResult {
    return html`<ul>
        ${work.map(
          (one) =>
            html`<li>
              <label class="check">
                <input type="checkbox" name=${nameOf(one)} checked />
                <span class="ell">${this.#label(one)}</span>
              </label>
              ${this.#count(one)}
            </li>`,
        )}
      </ul>
      ${this.note('fields')}`;
  }

  #counts(work: readonly Work[]): TemplateResult {
    return html`<ul>
      ${work.map(
        (one) => html`<li><span class="ell">${this.#label(one)}</span> ${this.#count(one)}</li>`,
      )}
    </ul>`;
  }

  /** What is off, or not for him who asks, has no words here. */
  #label({ entity, field }: Work): string {
    const found = this.entityMeta(entity);
    const label = found?.fields.find(({ name }) => name === field)?.label;
    return `${found ? this.localized(found.plural) : entity} · ${label ? this.localized(label) : field}`;
  }

  #count({ count }: Work): TemplateResult {
    return html`<span class="num">${count.toLocaleString(this.locale)}</span>`;
  }

  protected override async send(values: QuestionAnswers): Promise<false> {
    const fields = (this.work ?? []).map(nameOf).filter((name) => name in values);
    this.faults = {
      ...(fields.length === 0 ? { fields: this.t('handOver.fieldsMissing') } : {}),
      ...(this.heir ? {} : { to: this.t('handOver.toMissing') }),
    };
    if (!this.heir || fields.length === 0) return false;
    const { handedOver } = await this.api.post<{ handedOver: readonly Work[] }>(this.#path, {
      to: this.heir.id,
      fields,
    });
    this.given = handedOver;
    this.dispatchEvent(new CustomEvent('ts-question-done'));
    return false;
  }

  get #path(): string {
    return `/api/tessera/users/${this.user.id}/hand-over`;
  }

  async #read(): Promise<void> {
    try {
      const { records } = await this.api.get<{ records: readonly Work[] }>(this.#path);
      this.work = records;
    } catch (error) {
      this.fail(error);
    }
  }

  readonly #picked = (
    event: CustomEvent<{ value: { id: string; title: string } | null }>,
  ): void => {
    this.heir = event.detail.value;
    this.faults = {};
  };

  static override styles = [
    Question.styles,
    css`
      ul {
        max-height: 220px;
        margin: 0;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        align-items: center;
        padding: 4px 0;
        border-bottom: 1px solid var(--ts-line);
      }
    `,
  ];
}

function nameOf({ entity, field }: Work): string {
  return `${entity}.${field}`;
}
