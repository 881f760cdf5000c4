import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../timeline/composer.ts';
import './files-panel.ts';
import './record-history.ts';
import './related-list.ts';
import '../timeline/timeline.ts';
import { findComposable, pointingValue } from '../timeline/composer-values.ts';
import { findField } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import type { FilesPanel } from './files-panel.ts';
import { RecordClient } from './record-client.ts';
import { elementsOf, keyOf } from '../slot/slot-contributions.ts';
import { isShown } from '../slot/slot-when.ts';
import '../slot/slot.ts';
import type { Timeline } from '../timeline/timeline.ts';

interface Tab {
  readonly key: string;
  readonly label: string;
  readonly count?: number | undefined;
  readonly panel: () => TemplateResult;
}

/** Activity, what points here, files, history, and the tabs that plugins add. */
@customElement('ts-record-tabs')
export class RecordTabs extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) record!: WireRecord;

  @state() private chosen = '';
  @state() private counts: Readonly<Record<string, number>> = {};

  override render(): TemplateResult {
    const tabs = this.#tabs;
    const open = tabs.find(({ key }) => key === this.chosen) ?? tabs[0]!;
    return html`<div
        class="tabs"
        role="tablist"
        aria-label=${this.t('record.tabs')}
        @keydown=${this.#pressed}
      >
        ${tabs.map(
          (tab) =>
            html`<button
              role="tab"
              id=${`tab-${tab.key}`}
              aria-controls="panel"
              aria-selected=${tab === open}
              tabindex=${tab === open ? 0 : -1}
              @click=${() => (this.chosen = tab.key)}
            >
              ${tab.label}${!tab.count ? nothing : html` <span class="mut num">${tab.count}</span>`}
            </button>`,
        )}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby=${`tab-${open.key}`}>
        ${open.panel()}
      </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('record') || changed.get('record')?.id === this.record.id) return;
    this.counts = {};
    void this.#count();
  }

  /** Opens the first tab and begins to write. */
  async write(): Promise<void> {
    this.chosen = 'activity';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('ts-composer')?.focus();
  }

  /** Reads what the open tab shows again, and the counts. */
  refresh(): void {
    this.renderRoot.querySelector<Timeline>('ts-timeline')?.refresh();
    void this.renderRoot.querySelector<FilesPanel>('ts-files-panel')?.refresh();
    void this.#count();
  }

  get #about(): { entity: string; id: string } {
    return { entity: this.entity.id, id: this.record.id };
  }

  get #tabs(): readonly Tab[] {
    return [
      { key: 'activity', label: this.t('tab.activity'), panel: () => this.#activity() },
      ...this.#related(),
      ...this.#contributed(),
      {
        key: 'files',
        label: this.t('tab.files'),
        panel: () =>
          html`<ts-files-panel .entity=${this.entity} .record=${this.record.id}></ts-files-panel>`,
      },
      {
        key: 'history',
        label: this.t('tab.history'),
        panel: () =>
          html`<ts-record-history
            .entity=${this.entity}
            .record=${this.record}
          ></ts-record-history>`,
      },
    ];
  }

  #activity(): TemplateResult {
    const composable = findComposable(this.meta, this.entity);
    return html`${
        composable.length > 0
          ? html`<ts-composer .composable=${composable} .about=${this.#about}></ts-composer>`
          : nothing
      }
      <ts-timeline
        class="timeline"
        .entity=${this.entity}
        .record=${this.record.id}
      ></ts-timeline>`;
  }

  #related(): readonly Tab[] {
    return this.entity.relations.flatMap((relation): readonly Tab[] => {
      const entity = entityOf(this.meta, relation.entity);
      const via = entity && findField(entity, relation.via);
      if (!entity || !via) return [];
      return [
        {
          key: `relation-${relation.name}`,
          label: this.localized(relation.label),
          count: this.counts[relation.name],
          panel: () =>
            html`<ts-related-list
              .entity=${entity}
              .via=${via}
              .about=${this.#about}
              @ts-related-counted=${(event: CustomEvent<{ total: number }>) => this.#counted(relation.name, event.detail.total)}
            ></ts-related-list>`,
        },
      ];
    });
  }

  #contributed(): readonly Tab[] {
    const slot = `${this.entity.id}.page.tab`;
    return elementsOf(this.meta, slot)
      .filter(({ when }) => isShown(when, this.record, this.meta.user.id))
      .map((contribution) => ({
        key: `${contribution.plugin}-${contribution.id}`,
        label: contribution.label ? this.localized(contribution.label) : contribution.id,
        panel: () =>
          html`<ts-slot
            name=${slot}
            only=${keyOf(contribution)}
            .context=${{ ...this.#about, record: this.record }}
          ></ts-slot>`,
      }));
  }

  async #count(): Promise<void> {
    const about = this.#about;
    await Promise.all(
      this.entity.relations.map(async ({ name, entity: id, via }) => {
        const entity = entityOf(this.meta, id);
        const field = entity && findField(entity, via);
        if (!entity || !field) return;
        const value = pointingValue(field, about);
        const filter =
          field.type === 'refs'
            ? { [via]: { hasAny: [about.id] } }
            : { [via]: { eq: value as string } };
        try {
          const [group] = await new RecordClient(this.api, entity).aggregate({
            filter,
            measures: { count: 'count' },
          });
          if (about.id === this.record.id) this.#counted(name, Number(group?.['count'] ?? 0));
        } catch {
          // A tab without a number is still a tab.
        }
      }),
    );
  }

  #counted(name: string, total: number): void {
    if (this.counts[name] !== total) this.counts = { ...this.counts, [name]: total };
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const tabs = this.#tabs;
    const at = Math.max(
      0,
      tabs.findIndex(({ key }) => key === this.chosen),
    );
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    this.chosen = next.key;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#tab-${CSS.escape(next.key)}`)?.focus(),
    );
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
      }
      .tabs {
        display: flex;
        gap: 2px;
        margin-top: 14px;
        padding: 0 20px;
        border-bottom: 1px solid var(--ts-line);
        overflow-x: auto;
        scrollbar-width: none;
      }
      [role='tab'] {
        flex: none;
        padding: 8px 8px 9px;
        color: var(--ts-fg-2);
        font-weight: 500;
        border-bottom: 2px solid transparent;
        border-radius: 0;
        margin-bottom: -1px;
      }
      [role='tab']:hover {
        color: var(--ts-fg);
      }
      [aria-selected='true'] {
        color: var(--ts-fg);
        border-color: var(--ts-fg);
      }
      [role='tab']:focus-visible {
        outline-offset: -2px;
      }
      .panel {
        padding: 16px 28px 28px;
      }
      .timeline {
        margin-top: 20px;
      }
      @media (max-width: 759px) {
        .tabs {
          padding: 0 8px;
        }
        [role='tab'] {
          padding: 11px 8px;
        }
        .panel {
          padding: 12px 16px 24px;
        }
      }
    `,
  ];
}
