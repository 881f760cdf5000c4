import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { RoleApi, type MatrixRole, type RoleMatrix } from './role-api.ts';
import './role-create.ts';
import { roleName } from './role-words.ts';

/** The roles with how many have them; making one, copying one, deleting one that nobody needs. */
@customElement('ts-role-settings')
export class RoleSettings extends TesseraElement {
  @state() private matrix: RoleMatrix | undefined;
  @state() private problem = '';
  /** What a new role is made from; null is blank. */
  @state() private source: MatrixRole | null | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const entities = ['tessera.role', 'tessera.user', 'tessera.team'];
    this.#stop = this.live.watch({ entities }, () => void this.#read());
    void this.#read();
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const mayCreate = this.entityMeta('tessera.role')?.actions.create;
    return html`<section class="card" aria-labelledby="roles">
        <div class="row">
          <h2 id="roles" class="grow">${this.t('settings.roles')}</h2>
          ${
            mayCreate
              ? html`<button class="btn primary" @click=${() => (this.source = null)}>
                  ${icon('plus', 14)} ${this.t('role.create')}
                </button>`
              : nothing
          }
        </div>
        <p class="mut">${this.t('role.about')}</p>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${this.matrix ? this.#table(this.matrix) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('role.reading')}</p>`}
      </section>
      ${
        this.source === undefined || !this.matrix
          ? nothing
          : html`<ts-role-create
              .source=${this.source}
              .matrix=${this.matrix}
              @ts-role-created=${(event: CustomEvent<{ id: string }>) => this.navigate(`/settings/roles/${event.detail.id}`)}
              @ts-create-closed=${() => (this.source = undefined)}
            ></ts-role-create>`
      }`;
  }

  #table({ roles }: RoleMatrix): TemplateResult {
    if (roles.length === 0) return html`<p class="mut">${this.t('role.none')}</p>`;
    return html`<div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t('role.one')}</th>
            <th scope="col" class="wide">${this.t('role.key')}</th>
            <th scope="col" class="end">${this.t('role.users')}</th>
            <th scope="col" class="end">${this.t('role.teams')}</th>
            <th scope="col"><span class="visually-hidden">${this.t('role.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${roles.map((role) => this.#row(role))}
        </tbody>
      </table>
    </div>`;
  }

  #row(role: MatrixRole): TemplateResult {
    const name = roleName(this, role);
    return html`<tr>
      <th scope="row">
        <a class="link" href="/settings/roles/${role.id}">${name}</a>
        ${role.isMine ? html`<ts-tag>${this.t('role.mine')}</ts-tag>` : nothing}
      </th>
      <td class="wide"><code>${role.key}</code></td>
      <td class="end num">${role.users}</td>
      <td class="end num">${role.teams}</td>
      <td class="end">
        <ts-menu
          label=${this.t('role.actionsOf', { name })}
          .items=${[
            {
              id: 'copy',
              label: this.t('role.copy'),
              icon: 'copy',
              run: () => (this.source = role),
            },
            {
              id: 'delete',
              label: this.t('role.delete'),
              icon: 'trash-2',
              danger: true,
              run: () => void this.#delete(role),
            },
          ]}
        ></ts-menu>
      </td>
    </tr>`;
  }

  async #read(): Promise<void> {
    try {
      this.matrix = await new RoleApi(this.api).matrix();
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  /** A role that somebody has is not deleted: taking rights away is to be seen. */
  async #delete(role: MatrixRole): Promise<void> {
    const name = roleName(this, role);
    if (role.users + role.teams > 0) {
      toast({
        text: this.t('role.deleteHeld', { name, users: role.users, teams: role.teams }),
        tone: 'error',
        action: {
          label: this.t('role.tab.people'),
          run: () => this.navigate(`/settings/roles/${role.id}/people`),
        },
      });
      return;
    }
    await this.#try(async (api) => {
      await api.delete(role.id);
      const undo = (): Promise<void> => this.#try((again) => again.restore(role.id));
      toast({ text: this.t('role.deleted', { name }), undo });
    });
  }

  async #try(work: (api: RoleApi) => Promise<void>): Promise<void> {
    try {
      await work(new RoleApi(this.api));
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
    }
    await this.#read();
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .grow {
        flex: 1;
      }
      .table {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        height: 40px;
        padding: 0 12px 0 0;
        border-bottom: 1px solid var(--ts-line);
        text-align: start;
        font-weight: 400;
      }
      thead th {
        height: 28px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      td.end,
      th.end {
        text-align: end;
      }
      code {
        font:
          12px/18px ui-monospace,
          monospace;
        color: var(--ts-fg-2);
      }
      a.link {
        display: inline-block;
        padding: 4px 0;
      }
      @media (max-width: 759px) {
        .wide {
          display: none;
        }
      }
    `,
  ];
}
