import { icon, TesseraElement, toast, type MenuItem } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import './confirm-question.ts';
import type { Confirmation } from './confirm-question.ts';
import { mayDo } from './may-do.ts';
import './user-hand-over.ts';
import './user-invite.ts';
import type { UserRecord } from './user-record.ts';
import './user-view-as.ts';

type Step = 'closed' | 'invite' | 'confirm' | 'handOver' | 'viewAs';

/** What those who manage users can do with one: invite, suspend, end sessions, hand over, look through his eyes. On the page of the user and in lists. */
@customElement('tessera-user-access')
export class UserAccess extends TesseraElement {
  @property({ attribute: false }) record: UserRecord | undefined;
  /** All of it in the menu. */
  @property({ type: Boolean }) compact = false;

  @state() private step: Step = 'closed';
  @state() private isBusy = false;
  #confirmation: Confirmation | undefined;

  override render(): TemplateResult | typeof nothing {
    const { record, meta } = this;
    if (!record?.status || !mayDo(meta, 'tessera.user.manage') || record.id === meta.user.id)
      return nothing;
    const first = this.#first(record);
    const items = [...(this.compact ? [first] : []), ...this.#more(record)];
    return html`${
        this.compact
          ? nothing
          : html`<button class="btn" ?disabled=${this.isBusy} @click=${() => first.run()}>
              ${icon(first.icon ?? '', 14)} ${first.label}
            </button>`
      }
      <ts-menu
        icon=${this.compact ? 'ellipsis' : 'user-cog'}
        label=${this.t('people.actionsOf', { name: record.name })}
        .items=${items}
      ></ts-menu>
      ${this.#question(record)}`;
  }

  /** What is done most often with a user in this status. */
  #first(record: UserRecord): MenuItem {
    switch (record.status) {
      case 'active':
        return this.#item('suspend', 'user-x', 'access.suspend', () => this.#suspend(record), true);
      case 'suspended':
        return this.#item('activate', 'user-check', 'access.activate', () => void this.#activate());
      default:
        return this.#item(
          'invite',
          'mail-plus',
          record.status === 'invited' ? 'access.inviteAgain' : 'access.invite',
          () => (this.step = 'invite'),
        );
    }
  }

  #more(record: UserRecord): readonly MenuItem[] {
    const { status, audience } = record;
    const isStaff = audience !== 'portal';
    const maySee = mayDo(this.meta, 'tessera.user.impersonate');
    return [
      ...(status === 'active' && isStaff && maySee
        ? [this.#item('viewAs', 'eye', 'viewing.menu', () => (this.step = 'viewAs'))]
        : []),
      ...(isStaff
        ? [
            this.#item(
              'handOver',
              'arrow-right-left',
              'handOver.menu',
              () => (this.step = 'handOver'),
            ),
          ]
        : []),
      ...(status === 'active'
        ? [
            this.#item('endSessions', 'log-out', 'people.endSessions', () =>
              this.#sure(record, 'endSessions', 'sessions'),
            ),
            this.#item('resetFactor', 'smartphone', 'people.resetFactor', () =>
              this.#sure(record, 'resetFactor', 'second-factor'),
            ),
          ]
        : []),
      ...(status === 'active' || status === 'suspended'
        ? [
            this.#item('revokeTokens', 'key-round', 'people.revokeTokens', () =>
              this.#revokeTokens(record),
            ),
          ]
        : []),
      ...(status === 'invited'
        ? [this.#item('suspend', 'user-x', 'access.suspend', () => this.#suspend(record), true)]
        : []),
    ];
  }

  #item(id: string, symbol: string, label: string, run: () => void, danger = false): MenuItem {
    return { id, icon: symbol, label: this.t(label), run, danger };
  }

  #question(record: UserRecord): TemplateResult | typeof nothing {
    const close = (): void => {
      this.step = 'closed';
    };
    switch (this.step) {
      case 'invite':
        return html`<ts-user-invite .user=${record} @ts-question-closed=${close}></ts-user-invite>`;
      case 'handOver':
        return html`<ts-user-hand-over
          .user=${record}
          @ts-question-closed=${close}
        ></ts-user-hand-over>`;
      case 'viewAs':
        return html`<ts-user-view-as
          .user=${record}
          @ts-question-closed=${close}
        ></ts-user-view-as>`;
      case 'confirm':
        return html`<ts-confirm-question
          .confirmation=${this.#confirmation}
          @ts-question-closed=${close}
        ></ts-confirm-question>`;
      default:
        return nothing;
    }
  }

  #suspend({ id, name }: UserRecord): void {
    this.#confirm({
      title: this.t('access.suspendTitle', { name }),
      text: this.t('access.suspendText'),
      action: this.t('access.suspend'),
      run: async () => {
        await this.api.post(`/api/tessera/users/${id}/suspend`, {});
        toast({ text: this.t('access.suspendDone', { name }), tone: 'success' });
      },
    });
  }

  /** One route does it. */
  #sure({ id, name }: UserRecord, verb: 'endSessions' | 'resetFactor', path: string): void {
    this.#confirm({
      title: this.t(`people.${verb}Title`, { name }),
      text: this.t(`people.${verb}Text`),
      action: this.t(`people.${verb}`),
      run: async () => {
        await this.api.delete(`/api/tessera/users/${id}/${path}`);
        toast({ text: this.t(`people.${verb}Done`, { name }), tone: 'success' });
      },
    });
  }

  #revokeTokens({ id, name }: UserRecord): void {
    const path = `/api/tessera/users/${id}/tokens`;
    this.#confirm({
      title: this.t('people.revokeTokensTitle', { name }),
      text: this.t('people.revokeTokensText'),
      action: this.t('people.revokeTokens'),
      run: async () => {
        const tokens = await this.api.get<readonly { id: string }[]>(path);
        for (const token of tokens) await this.api.delete(`${path}/${token.id}`);
        const text = this.t('people.revokeTokensDone', { name, count: tokens.length });
        toast({ text, tone: 'success' });
      },
    });
  }

  #confirm(question: Confirmation): void {
    this.#confirmation = { isDanger: true, ...question };
    this.step = 'confirm';
  }

  async #activate(): Promise<void> {
    const { id, name } = this.record!;
    this.isBusy = true;
    try {
      await this.api.post(`/api/tessera/users/${id}/activate`, {});
      toast({ text: this.t('access.activateDone', { name }), tone: 'success' });
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: contents;
      }
    `,
  ];
}
