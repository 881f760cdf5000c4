import { icon, TesseraElement, type MenuItem } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { findField, referenceId, type WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { pageStyles } from '../app/page-styles.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';
import './team-members.ts';
import './team-move.ts';
import { teamRow } from './team-row.ts';
import { teamTree, type TeamBranch } from './team-tree.ts';

/** Most teams that are drawn as a tree; a company with more uses the list. */
const MOST = 1000;

/** The tree of teams, who leads them and how many belong to them. */
@customElement('ts-team-settings')
export class TeamSettings extends TesseraElement {
  @state() private teams: readonly WireRecord[] | undefined;
  @state() private members: ReadonlyMap<string, number> = new Map();
  @state() private problem: unknown = null;
  /** What is asked of which team. */
  @state() private asked:
    | { readonly step: 'move' | 'people'; readonly team: WireRecord }
    | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const entities = ['tessera.team', 'tessera.user'];
    this.#stop = this.live.watch({ entities }, () => void this.#read());
    void this.#read();
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const mayCreate = entityOf(this.meta, 'tessera.team')?.actions.create;
    return html`<section class="card" aria-labelledby="teams">
        <div class="head">
          <h2 id="teams">${this.t('settings.teams')}</h2>
          ${
            mayCreate
              ? html`<a class="btn" href="/tessera/teams/new"
                  >${icon('plus', 14)} ${this.t('teams.create')}</a
                >`
              : nothing
          }
        </div>
        ${
          this.problem
            ? html`<p class="wrong" role="alert">
                ${problemText(this.problem, (key, values) => this.t(key, values))}
              </p>`
            : nothing
        }
        ${this.teams?.length === 0 ? this.#empty(mayCreate ?? false) : nothing}
        ${this.teams ? this.#branches(teamTree(this.teams)) : nothing}
      </section>
      ${this.#question()}`;
  }

  #empty(mayCreate: boolean): TemplateResult {
    return html`<ts-empty
      heading=${this.t('teams.emptyTitle')}
      text=${this.t('teams.none')}
      icon="network"
    >
      ${
        mayCreate
          ? html`<a slot="action" class="btn primary" href="/tessera/teams/new"
              >${icon('plus', 14)} ${this.t('teams.create')}</a
            >`
          : nothing
      }
    </ts-empty>`;
  }

  #question(): TemplateResult | typeof nothing {
    const { asked } = this;
    const close = (): void => {
      this.asked = undefined;
      void this.#read();
    };
    if (!asked) return nothing;
    return asked.step === 'move'
      ? html`<ts-team-move
          .team=${asked.team}
          .teams=${this.teams ?? []}
          @ts-question-closed=${close}
        ></ts-team-move>`
      : html`<ts-team-members .team=${asked.team} @ts-question-closed=${close}></ts-team-members>`;
  }

  #items(team: WireRecord): readonly MenuItem[] {
    if (!entityOf(this.meta, 'tessera.team')?.actions.update) return [];
    return [
      {
        id: 'people',
        icon: 'users',
        label: this.t('teams.peopleMenu'),
        run: () => (this.asked = { step: 'people', team }),
      },
      {
        id: 'move',
        icon: 'corner-down-right',
        label: this.t('teams.moveMenu'),
        run: () => (this.asked = { step: 'move', team }),
      },
    ];
  }

  #branches(branches: readonly TeamBranch[]): TemplateResult | typeof nothing {
    if (branches.length === 0) return nothing;
    return html`<ul>
      ${branches.map(
        ({ team, below }) =>
          html`<li>
            ${teamRow(this, team, this.members.get(team.id) ?? 0, this.#items(team))}
            ${this.#branches(below)}
          </li>`,
      )}
    </ul>`;
  }

  async #read(): Promise<void> {
    const team = entityOf(this.meta, 'tessera.team');
    const user = entityOf(this.meta, 'tessera.user');
    if (!team || !user) return;
    try {
      const [{ records }, groups] = await Promise.all([
        new RecordClient(this.api, team).list({
          sort: { field: 'name', direction: 'asc' },
          include: ['manager', 'roles'].filter((name) => findField(team, name)),
          start: 0,
          end: MOST,
        }),
        new RecordClient(this.api, user).aggregate({
          groupBy: ['team'],
          measures: { members: 'count' },
          limit: MOST,
        }),
      ]);
      this.teams = records;
      this.members = new Map(
        groups.flatMap(({ team: id, members }) => {
          const key = referenceId(id);
          return key ? [[key, Number(members)]] : [];
        }),
      );
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .head {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .head h2 {
        flex: 1;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ul ul {
        margin-left: 6px;
        padding-left: 16px;
        border-left: 1px solid var(--ts-line);
      }
      .team {
        min-height: 36px;
        gap: 8px;
      }
      .team .facts {
        flex: 1;
      }
      @media (max-width: 759px) {
        .team .tag {
          display: none;
        }
      }
    `,
  ];
}
