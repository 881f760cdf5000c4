import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { referenceId, type WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { pageStyles } from '../app/page-styles.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';
import { teamTree, type TeamBranch } from './team-tree.ts';

/** Most teams that are drawn as a tree; a company with more uses the list. */
const MOST = 1000;

/** The tree of teams, who leads them and how many belong to them. */
@customElement('ts-team-settings')
export class TeamSettings extends TesseraElement {
  @state() private teams: readonly WireRecord[] | undefined;
  @state() private members: ReadonlyMap<string, number> = new Map();
  @state() private problem: unknown = null;
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
      ${this.teams?.length === 0 ? html`<p class="mut">${this.t('teams.none')}</p>` : nothing}
      ${this.teams ? this.#branches(teamTree(this.teams)) : nothing}
    </section>`;
  }

  #branches(branches: readonly TeamBranch[]): TemplateResult | typeof nothing {
    if (branches.length === 0) return nothing;
    return html`<ul>
      ${branches.map(({ team, below }) => {
        const count = this.members.get(team.id) ?? 0;
        const manager = team['manager'] as { title?: string } | null;
        return html`<li>
          <div class="row team">
            ${icon('users', 14)}
            <a class="link ell" href="/tessera/teams/${team.id}">${team['name']}</a>
            <span class="mut">${this.t('teams.members', { count })}</span>
            ${
              manager?.title
                ? html`<span class="mut ell"
                    >· ${this.t('teams.led', { name: manager.title })}</span
                  >`
                : nothing
            }
          </div>
          ${this.#branches(below)}
        </li>`;
      })}
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
          include: ['manager'],
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
    `,
  ];
}
