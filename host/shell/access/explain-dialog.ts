import { icon, TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { titleOf, type WireRecord } from '../field/field-kind.ts';
import type { Person } from './explain-api.ts';
import './explain-people.ts';
import './explain-view-as.ts';
import './explain-why.ts';
import { keepKeys } from './share-keys.ts';
import { sheetStyles } from './share-styles.ts';

const TABS = ['why', 'people'] as const;
type Tab = (typeof TABS)[number];

/** Who may do what with a record, and why: for oneself; for those who manage users of everybody. */
@customElement('ts-explain-dialog')
export class ExplainDialog extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) record!: WireRecord;

  @state() private tab: Tab = 'why';
  /** Who is asked about; null is oneself. */
  @state() private person: Person | null = null;
  /** Through whose eyes one wants to look. */
  @state() private viewed: Person | null = null;

  override render(): TemplateResult {
    const title = titleOf(this.entity, this.record);
    return html`<dialog aria-labelledby="title" @close=${() => this.remove()} @keydown=${keepKeys}>
      <header>
        ${icon('user-search', 16)}
        <h2 id="title" class="ell">${this.t('explain.title', { title })}</h2>
        <button class="btn ghost icon" aria-label=${this.t('action.close')} @click=${this.#close}>
          ${icon('x', 16)}
        </button>
      </header>
      ${this.#may('tessera.user.manage') ? this.#tabs() : nothing}
      <div class="content" id="panel" tabindex="0" role="region" aria-labelledby="title">
        ${this.tab === 'why' ? this.#why() : this.#people()}
      </div>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #tabs(): TemplateResult {
    return html`<div class="tabs" role="group" aria-label=${this.t('explain.parts')}>
      ${TABS.map(
        (tab) =>
          html`<button aria-pressed=${tab === this.tab} @click=${() => this.#open(tab)}>
            ${this.t(`explain.tab.${tab}`)}
          </button>`,
      )}
    </div>`;
  }

  #why(): TemplateResult {
    const { person } = this;
    const isSeen = person !== null && person.id !== this.meta.user.id && this.#mayView;
    return html`<ts-explain-why
        .entity=${this.entity}
        .record=${this.record.id}
        .person=${person}
        ?managing=${this.#may('tessera.user.manage')}
        @ts-person-chosen=${(event: CustomEvent<{ user: Person | null }>) => this.#explain(event.detail.user)}
      ></ts-explain-why>
      ${this.viewed ? this.#viewAs(this.viewed) : isSeen ? this.#viewButton(person) : nothing}`;
  }

  #viewButton(person: Person): TemplateResult {
    return html`<button class="btn view" @click=${() => (this.viewed = person)}>
      ${icon('eye', 14)} ${this.t('explain.viewAs', { name: person.name })}
    </button>`;
  }

  #viewAs(user: Person): TemplateResult {
    return html`<ts-explain-view-as
      .user=${user}
      @ts-view-as-closed=${() => (this.viewed = null)}
    ></ts-explain-view-as>`;
  }

  #people(): TemplateResult {
    return html`${this.viewed ? this.#viewAs(this.viewed) : nothing}
      <ts-explain-people
        .entity=${this.entity}
        .record=${this.record.id}
        ?viewing=${this.#mayView}
        @ts-person-chosen=${(event: CustomEvent<{ user: Person }>) => this.#explain(event.detail.user)}
        @ts-view-as=${(event: CustomEvent<{ user: Person }>) => (this.viewed = event.detail.user)}
      ></ts-explain-people>`;
  }

  #open(tab: Tab): void {
    this.tab = tab;
    this.viewed = null;
  }

  #explain(user: Person | null): void {
    this.person = user;
    this.#open('why');
  }

  get #mayView(): boolean {
    return this.#may('tessera.user.impersonate');
  }

  /** Who looks through the eyes of another manages nothing meanwhile. */
  #may(permission: string): boolean {
    const { permissions, viewedBy } = this.meta.user;
    return !viewedBy && ['*', permission].some((one) => permissions.includes(one));
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  static override styles = [
    TesseraElement.styles,
    sheetStyles,
    css`
      dialog {
        width: min(660px, calc(100vw - 32px));
        height: min(760px, calc(100dvh - 48px));
      }
      .view {
        justify-self: start;
      }
      .tabs {
        display: flex;
        gap: 2px;
        flex: none;
        padding: 0 12px;
        border-bottom: 1px solid var(--ts-line);
      }
      .tabs button {
        min-height: 36px;
        padding: 0 8px;
        margin-bottom: -1px;
        border-bottom: 2px solid transparent;
        border-radius: 0;
        color: var(--ts-fg-2);
        font-weight: 500;
      }
      .tabs [aria-pressed='true'] {
        color: var(--ts-fg);
        border-color: var(--ts-fg);
      }
      .tabs button:focus-visible {
        outline-offset: -2px;
      }
      @media (max-width: 759px) {
        dialog {
          width: 100vw;
          height: 100dvh;
        }
        .tabs button {
          min-height: 44px;
        }
      }
    `,
  ];
}
