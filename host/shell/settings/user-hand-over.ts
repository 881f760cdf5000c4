import type { Filter } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../field/picker.ts';
import { Question } from './question.ts';

interface Owned {
  readonly entity: string;
  readonly count: number;
  /** Those that could not be given, because their rules refused it. */
  readonly refused?: number;
}

/** Shows what a user owns, asks who is to have it, and says what was given. */
@customElement('ts-user-hand-over')
export class UserHandOver extends Question {
  @property({ attribute: false }) user!: { readonly id: string; readonly name: string };
  @state() private owned: readonly Owned[] | undefined;
  @state() private given: readonly Owned[] | undefined;
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
    const isNothing = this.owned?.length === 0;
    return this.ask({
      title: this.t('handOver.title', { name }),
      text: isNothing ? this.t('handOver.nothing', { name }) : this.t('handOver.text', { name }),
      fields: html`${this.owned ? this.#counts(this.owned) : nothing}
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
      isWaiting: !this.owned || isNothing,
    });
  }

  #result(given: readonly Owned[]): TemplateResult {
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

  #counts(records: readonly Owned[]): TemplateResult {
    return html`<ul>
      ${records.map(({ entity, count }) => {
        const found = this.entityMeta(entity);
        return html`<li>
          <span class="ell">${found ? this.localized(found.plural) : entity}</span>
          <span class="num">${count.toLocaleString(this.locale)}</span>
        </li>`;
      })}
    </ul>`;
  }

  protected override async send(): Promise<false> {
    if (!this.heir) {
      this.faults = { to: this.t('handOver.toMissing') };
      return false;
    }
    const { handedOver } = await this.api.post<{ handedOver: readonly Owned[] }>(this.#path, {
      to: this.heir.id,
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
      const { records } = await this.api.get<{ records: readonly Owned[] }>(this.#path);
      this.owned = records;
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
        padding: 4px 0;
        border-bottom: 1px solid var(--ts-line);
      }
    `,
  ];
}
