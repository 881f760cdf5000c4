import { icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import '../field/picker-many.ts';
import '../field/picker.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { RecordClient } from '../record/record-client.ts';
import { Question } from './question.ts';

const MOST = 500;

/** Who belongs to a team, who leads it, and which roles all of them have by it. */
@customElement('ts-team-members')
export class TeamMembers extends Question {
  @property({ attribute: false }) team!: WireRecord;
  /** How many were added: each time the picker begins anew. */
  @state() private added = 0;
  @state() private members: readonly WireRecord[] | undefined;
  #manager: string | null | undefined;
  #roles: readonly string[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    const { team } = this;
    return this.ask({
      title: this.t('teams.peopleTitle', { name: String(team['name']) }),
      fields: html`<ts-picker
          entity="tessera.user"
          .label=${this.t('teams.manager')}
          .help=${this.t('teams.managerHelp')}
          .error=${this.faults['manager'] ?? ''}
          .value=${team['manager'] ?? null}
          @ts-picked=${(event: CustomEvent<{ value: { id: string } | null }>) => (this.#manager = event.detail.value?.id ?? null)}
        ></ts-picker>
        <ts-picker-many
          entity="tessera.role"
          .label=${this.t('teams.roles')}
          .error=${this.faults['roles'] ?? ''}
          .value=${(team['roles'] ?? []) as readonly unknown[]}
          @ts-picked=${(event: CustomEvent<{ value: readonly string[] }>) => (this.#roles = event.detail.value)}
        ></ts-picker-many>
        <p class="mut">${this.t('teams.rolesHelp')}</p>
        <h3>${this.t('teams.people')}</h3>
        ${this.members?.length === 0 ? html`<p class="mut">${this.t('teams.nobody')}</p>` : nothing}
        <ul>
          ${this.members?.map((member) => this.#member(member))}
        </ul>
        ${keyed(
          this.added,
          html`<ts-picker
            entity="tessera.user"
            .label=${this.t('teams.add')}
            .error=${this.faults['team'] ?? ''}
            @ts-picked=${this.#added}
          ></ts-picker>`,
        )}`,
      action: this.t('action.save'),
    });
  }

  #member(member: WireRecord): TemplateResult {
    const name = String(member['name']);
    return html`<li>
      <span class="ell">${name}</span>
      <button
        type="button"
        class="btn ghost icon"
        aria-label=${this.t('teams.remove', { name })}
        title=${this.t('teams.remove', { name })}
        @click=${() => void this.#put(member.id, null)}
      >
        ${icon('x', 14)}
      </button>
    </li>`;
  }

  protected override async send(): Promise<void> {
    const changes = {
      ...(this.#manager === undefined ? {} : { manager: this.#manager }),
      ...(this.#roles === undefined ? {} : { roles: this.#roles }),
    };
    if (Object.keys(changes).length === 0) return;
    const client = new RecordClient(this.api, entityOf(this.meta, 'tessera.team')!);
    await client.update(this.team.id, changes, this.team.version);
  }

  readonly #added = (event: CustomEvent<{ value: { id: string } | null }>): void => {
    const { value } = event.detail;
    if (!value) return;
    this.added += 1;
    void this.#put(value.id, this.team.id);
  };

  /** A member comes and goes at once: that is a change of the person, not of the team. */
  async #put(user: string, team: string | null): Promise<void> {
    this.problem = '';
    try {
      await this.#users.update(user, { team });
      await this.#read();
    } catch (error) {
      this.fail(error);
    }
  }

  get #users(): RecordClient {
    return new RecordClient(this.api, entityOf(this.meta, 'tessera.user')!);
  }

  async #read(): Promise<void> {
    try {
      const { records } = await this.#users.list({
        filter: { team: this.team.id },
        sort: { field: 'name', direction: 'asc' },
        start: 0,
        end: MOST,
      });
      this.members = records;
    } catch (error) {
      this.fail(error);
    }
  }

  static override styles = [
    Question.styles,
    css`
      h3 {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      ul {
        max-height: 200px;
        margin: 0;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        border-bottom: 1px solid var(--ts-line);
      }
    `,
  ];
}
