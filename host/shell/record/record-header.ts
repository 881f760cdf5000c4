import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { MenuItem } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isEditable, titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { fieldTemplate } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { RecordAccess } from './record-access.ts';
import { recordAvatar } from './record-avatar.ts';
import { RecordNarrow } from './record-narrow.ts';
import './record-path.ts';
import '../slot/slot.ts';
import { auditMenu } from '../audit/audit-menu.ts';
import { recordStyles } from './record-styles.ts';

/**
 * What a record is, in which state, and what can be done with it.
 *
 * @fires ts-record-edit - when all its fields are to be edited
 * @fires ts-record-delete
 * @fires ts-record-link - when its address is to be copied
 * @fires ts-state-chosen - with `{name, value}`: the field and the state to go to
 */
@customElement('ts-record-header')
export class RecordHeader extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) record!: WireRecord;

  readonly #screen = new RecordNarrow(this);
  readonly #access = new RecordAccess(this);

  override render(): TemplateResult {
    const { entity, record } = this;
    const title = titleOf(entity, record);
    const { isNarrow } = this.#screen;
    const context = { entity: entity.id, id: record.id, record };
    const contributed = html`<ts-slot
        name=${`${entity.id}.page.header`}
        .context=${context}
      ></ts-slot
      ><ts-slot name=${`${entity.id}.page.action`} .context=${context}></ts-slot>`;
    const actions = html`<div class="actions">
      ${entity.actions.update && !isNarrow ? this.#edit() : nothing}
      <ts-menu .label=${this.t('record.more')} .items=${this.#more}></ts-menu>
    </div>`;
    return html`<header>
      <div class="top">
        ${recordAvatar(title, record.id, { round: entity.id === 'tessera.user', hue: entity.hue, size: 40 })}
        <div class="name">
          <h1 class="ell" title=${title}>${title}</h1>
          <div class="mut subtitle">${this.#subtitle()}</div>
        </div>
        ${isNarrow ? [actions, contributed] : [contributed, actions]}
      </div>
      ${this.#path()}
    </header>`;
  }

  #edit(): TemplateResult {
    const label = this.t('action.edit');
    return html`<button
      class="btn"
      aria-keyshortcuts="e"
      aria-label=${label}
      @click=${() => this.#tell('ts-record-edit')}
    >
      ${icon('pencil', 14)} <span>${label}</span>
    </button>`;
  }

  get #more(): readonly MenuItem[] {
    const hasEdit = this.entity.actions.update && this.#screen.isNarrow;
    return [
      ...(hasEdit
        ? [
            {
              id: 'edit',
              label: this.t('action.edit'),
              icon: 'pencil',
              run: () => this.#tell('ts-record-edit'),
            },
          ]
        : []),
      ...this.#access.menuItems,
      {
        id: 'link',
        label: this.t('record.link'),
        icon: 'link',
        run: () => this.#tell('ts-record-link'),
      },
      ...auditMenu(this, this.entity.id, this.record.id),
      ...(this.entity.actions.delete
        ? [
            {
              id: 'delete',
              label: this.t('action.delete'),
              icon: 'trash-2',
              danger: true,
              run: () => this.#tell('ts-record-delete'),
            },
          ]
        : []),
    ];
  }

  #path(): TemplateResult | typeof nothing {
    const state = this.entity.fields.find(({ type }) => type === 'state');
    if (!state) return nothing;
    return html`<ts-record-path
      .field=${state}
      .record=${this.record}
      .readonly=${!this.entity.actions.update || !isEditable(state)}
      @ts-state-chosen=${(event: CustomEvent<unknown>) => this.#tell('ts-state-chosen', event.detail)}
    ></ts-record-path>`;
  }

  #subtitle(): TemplateResult[] {
    const view = fieldViewOf(this);
    return this.entity.subtitle
      .flatMap((name) => this.entity.fields.find((field) => field.name === name) ?? [])
      .map((field) => fieldTemplate(field, this.record[field.name], view))
      .filter((shown) => shown !== nothing)
      .map((shown) => html`<span class="part">${shown}</span>`);
  }

  #tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [
    TesseraElement.styles,
    recordStyles,
    css`
      header {
        padding: 18px 28px 0;
      }
      .top {
        display: flex;
        gap: 12px;
        align-items: center;
        min-width: 0;
      }
      .name {
        flex: 1;
        min-width: 0;
      }
      h1 {
        margin: 0;
        font-size: 20px;
        line-height: 28px;
        font-weight: 600;
        letter-spacing: -0.015em;
      }
      :host(:lang(zh)) h1 {
        letter-spacing: 0;
      }
      .subtitle {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        align-items: center;
        min-height: 20px;
      }
      .subtitle:empty {
        display: none;
      }
      .part + .part::before {
        content: '·';
        margin-right: 8px;
        color: var(--ts-fg-3);
      }
      .part {
        display: inline-flex;
        align-items: center;
        min-width: 0;
      }
      .actions {
        display: flex;
        flex: none;
        gap: 8px;
        align-items: center;
      }
      @media (max-width: 759px) {
        header {
          padding: 14px 16px 0;
        }
        .top {
          flex-wrap: wrap;
        }
        .name {
          flex: 1 1 calc(100% - 104px);
        }
        h1.ell {
          display: -webkit-box;
          -webkit-box-orient: vertical;
          -webkit-line-clamp: 2;
          white-space: normal;
          overflow-wrap: anywhere;
          line-height: 26px;
        }
      }
    `,
  ];
}
