import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './people-filters.ts';
import './people-invite.ts';
import './user-access.ts';
import { findField, type WireRecord } from '../field/field-kind.ts';
import { entityOf, fieldTemplate } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { EVERYBODY, peopleFilter, type PeopleChoice } from './people-filter.ts';
import { mayDo } from './may-do.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';

const PAGE = 50;
const SEARCH_DELAY_MS = 250;

/** Who works here: role, team, and whether they may sign in; inviting others. */
@customElement('ts-people-settings')
export class PeopleSettings extends TesseraElement {
  @state() private people: readonly WireRecord[] | undefined;
  @state() private total = 0;
  @state() private shown = PAGE;
  @state() private words = '';
  @state() private choice: PeopleChoice = EVERYBODY;
  @state() private problem = '';
  @state() private isInviting = false;
  #stop: (() => void) | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.live.watch({ entities: ['tessera.user'] }, () => void this.#read());
    void this.#read();
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    clearTimeout(this.#typing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const mayInvite = mayDo(this.meta, 'tessera.user.manage');
    return html`<section class="card" aria-labelledby="people">
        <div class="head">
          <h2 id="people">${this.t('settings.people')}</h2>
          <input
            type="search"
            aria-label=${this.t('people.search')}
            placeholder=${this.t('people.search')}
            @input=${this.#searched}
          />
          ${
            mayInvite
              ? html`<button class="btn primary" @click=${() => (this.isInviting = true)}>
                  ${icon('user-plus', 14)} ${this.t('people.invite')}
                </button>`
              : nothing
          }
        </div>
        <ts-people-filters
          .choice=${this.choice}
          @ts-people-chosen=${this.#chosen}
        ></ts-people-filters>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${
          this.people?.length === 0
            ? html`<p class="mut">
                ${this.words ? this.t('people.none', { words: this.words }) : this.t('people.noneSuch')}
              </p>`
            : nothing
        }
        <ul>
          ${this.people?.map((person) => this.#person(person))}
        </ul>
        ${
          this.total > (this.people?.length ?? 0)
            ? html`<button class="btn more" @click=${this.#more}>${this.t('people.more')}</button>`
            : nothing
        }
      </section>
      ${
        this.isInviting
          ? html`<ts-people-invite
              @ts-invited=${() => void this.#read()}
              @ts-invite-closed=${() => (this.isInviting = false)}
            ></ts-people-invite>`
          : nothing
      }`;
  }

  #person(person: WireRecord): TemplateResult {
    const name = String(person['name']);
    return html`<li>
      ${recordAvatar(name, person.id, { round: true, size: 28 })}
      <span class="who">
        <a class="link ell" href="/tessera/users/${person.id}">${name}</a>
        <span class="mut ell">${person['email'] ?? this.t('people.noMail')}</span>
      </span>
      <span class="what">${this.#value(person, 'roles')}</span>
      <span class="what">${this.#value(person, 'team')}</span>
      <span class="what"
        >${this.#value(person, 'status')}
        ${person['audience'] === 'portal' ? this.#value(person, 'audience') : nothing}</span
      >
      <span class="act"
        ><tessera-user-access compact .record=${person as never}></tessera-user-access>
      </span>
    </li>`;
  }

  #value(person: WireRecord, name: string): unknown {
    const entity = entityOf(this.meta, 'tessera.user');
    const field = entity && findField(entity, name);
    return field ? fieldTemplate(field, person[name], fieldViewOf(this)) : nothing;
  }

  async #read(): Promise<void> {
    const entity = entityOf(this.meta, 'tessera.user');
    if (!entity) return;
    const { words, choice } = this;
    const filter = peopleFilter(choice);
    try {
      const page = await new RecordClient(this.api, entity).list({
        search: words,
        ...(filter ? { filter } : {}),
        sort: { field: 'name', direction: 'asc' },
        start: 0,
        end: this.shown,
        include: ['roles', 'team'].filter((name) => findField(entity, name)),
      });
      if (words !== this.words || choice !== this.choice) return;
      this.people = page.records;
      this.total = page.total;
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  readonly #searched = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#read(), SEARCH_DELAY_MS);
  };
  readonly #chosen = (event: CustomEvent<PeopleChoice>): void => {
    this.choice = event.detail;
    this.shown = PAGE;
    void this.#read();
  };
  readonly #more = (): void => {
    this.shown += PAGE;
    void this.#read();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .head h2 {
        flex: 1;
      }
      .head input {
        width: 200px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 28px minmax(0, 1.4fr) minmax(0, 1.2fr) minmax(0, 1fr) 150px 40px;
        gap: 12px;
        align-items: center;
        min-height: 52px;
        border-top: 1px solid var(--ts-line);
      }
      .who {
        display: grid;
        min-width: 0;
      }
      .who .link {
        font-weight: 500;
      }
      .what {
        min-width: 0;
        overflow: hidden;
      }
      .act {
        display: flex;
        justify-content: flex-end;
      }
      .more {
        justify-self: center;
      }
      @media (max-width: 759px) {
        .head input {
          flex: 1 0 100%;
          order: 3;
        }
        li {
          grid-template-columns: 28px minmax(0, 1fr) auto;
          padding: 10px 0;
        }
        .what {
          grid-column: 2;
        }
        .what:empty {
          display: none;
        }
        .act {
          grid-area: 1 / 3;
        }
      }
    `,
  ];
}
