import { icon, TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { problemText } from '../record/record-problem.ts';
import { ExplainApi, type RecordUser } from './explain-api.ts';
import { actionText } from './role-words.ts';
import { sheetStyles } from './share-styles.ts';

/**
 * Everybody who may do something with a record.
 *
 * @fires ts-person-chosen - with `{user}`: why he may is wanted
 * @fires ts-view-as - with `{user}`: the workspace is to be seen with his eyes
 */
@customElement('ts-explain-people')
export class ExplainPeople extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property() record = '';
  /** Whether one may look through the eyes of others. */
  @property({ type: Boolean }) viewing = false;

  @state() private users: readonly RecordUser[] | undefined;
  @state() private next: string | null = null;
  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    return html`${failureNotice(this, this.problem, () => void this.#read())}
    ${this.users ? this.#list(this.users) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('explain.people.reading')}</p>`}
    ${
      this.next
        ? html`<button
            class="btn"
            ?disabled=${this.isBusy}
            @click=${() => void this.#read(this.next ?? undefined)}
          >
            ${this.t('explain.people.more')}
          </button>`
        : nothing
    }`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record') || changed.has('entity')) void this.#read();
  }

  #list(users: readonly RecordUser[]): TemplateResult {
    if (users.length === 0 && !this.next)
      return html`<p class="mut">${this.t('explain.people.none')}</p>`;
    return html`<ul>
      ${users.map((user) => this.#row(user))}
    </ul>`;
  }

  #row(user: RecordUser): TemplateResult {
    const { id, name, team, actions, because } = user;
    const separator = this.t('role.listSeparator');
    const why = because.map((reason) => this.t(`explain.because.${reason}`)).join(separator);
    const may = actions.map((action) => actionText(this, { name: action })).join(separator);
    return html`<li>
      ${recordAvatar(name, id, { round: true, hue: null, size: 28 })}
      <div class="grow">
        <div>
          <button class="link" @click=${() => this.#tell('ts-person-chosen', user)}>${name}</button>
          ${team ? html`<span class="mut">${team}</span>` : nothing}
        </div>
        <div class="mut why">${why}</div>
      </div>
      <span class="may">${may}</span>
      ${
        this.viewing && id !== this.meta.user.id
          ? html`<button
              class="btn ghost icon"
              aria-label=${this.t('explain.viewAs', { name })}
              title=${this.t('explain.viewAs', { name })}
              @click=${() => this.#tell('ts-view-as', user)}
            >
              ${icon('eye', 14)}
            </button>`
          : nothing
      }
    </li>`;
  }

  async #read(cursor?: string): Promise<void> {
    const { record } = this;
    this.isBusy = true;
    try {
      const page = await new ExplainApi(this.api).users(this.entity.id, record, cursor);
      if (record !== this.record) return;
      this.users = cursor ? [...(this.users ?? []), ...page.users] : page.users;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  }

  #tell(name: string, user: RecordUser): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { user } }));
  }

  static override styles = [
    TesseraElement.styles,
    sheetStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
        justify-items: start;
      }
      ul {
        width: 100%;
      }
      li {
        display: flex;
        gap: 10px;
        align-items: center;
        min-height: 48px;
        border-bottom: 1px solid var(--ts-line);
      }
      button.link {
        min-height: 24px;
      }
      .why,
      .may {
        font-size: 12px;
      }
      .may {
        max-width: 40%;
        text-align: end;
      }
    `,
  ];
}
