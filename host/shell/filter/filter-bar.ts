import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { findField } from '../field/field-kind.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { barChips, isMine, withMine } from './filter-chips.ts';
import type { BarChip } from './filter-chips.ts';
import { filterChip } from './filter-chip.ts';
import type { ConditionPart } from './filter-condition-form.ts';
import './filter-editor.ts';
import { EMPTY_GROUP, fromTree, isPlain, toTree } from './filter-node.ts';
import type { FilterCondition, FilterGroup, FilterNode } from './filter-node.ts';

/** What is open: the form of one condition, at its place or -1 for a new one; or the panel. */
type Opened =
  | { readonly at: number; readonly part: ConditionPart; readonly field?: string }
  | { readonly panel: true; readonly start: FilterNode | null }
  | null;

/**
 * The filter of a list as chips that can be added, changed and removed; what no row of chips can say is one chip, and
 * edited in a panel.
 *
 * @fires ts-filter-changed - with `{filter}`
 */
@customElement('ts-filter-bar')
export class FilterBar extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) filter: Filter | undefined;
  /** Words that narrow the list besides; the panel counts with them. */
  @property() search = '';

  @state() private opened: Opened = null;
  #opener: HTMLElement | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#outside);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('pointerdown', this.#outside);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const root = this.#root;
    return html`${this.#mine(root)} ${barChips(root).map((chip) => this.#chip(chip))}
      <button
        class="btn ghost add"
        aria-haspopup="dialog"
        aria-expanded=${this.#isAt(-1)}
        aria-keyshortcuts="f"
        @click=${(event: Event) => this.#toggle(event, -1, 'field')}
      >
        ${icon('plus', 14)} ${this.t('filter.add')}
      </button>
      <button
        class="btn ghost icon advanced"
        aria-haspopup="dialog"
        aria-expanded=${this.opened !== null && 'panel' in this.opened}
        aria-label=${this.t('filter.advanced.open')}
        title=${this.t('filter.advanced.open')}
        @click=${(event: Event) => this.#openPanel(event, null)}
      >
        ${icon('list-tree', 14)}
      </button>
      ${this.#overlay(root)}`;
  }

  /** Opens the form for a new condition, on a field when it is known already. */
  add(field?: string): void {
    this.#opener = this.renderRoot.querySelector<HTMLElement>('.add');
    this.opened =
      field === undefined ? { at: -1, part: 'field' } : { at: -1, part: 'value', field };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entity') && changed.get('entity')?.id !== this.entity.id) this.opened = null;
  }

  get #root(): FilterGroup {
    return toTree(this.filter);
  }

  #mine(root: FilterGroup): TemplateResult | typeof nothing {
    const owner = findField(this.entity, 'owner');
    if (!this.entity.owned || !owner?.filterable || owner.access === 'mask') return nothing;
    const isOn = isPlain(root) && root.nodes.some(isMine);
    return html`<button
      class="btn mine ${isOn ? '' : 'ghost'}"
      aria-pressed=${isOn}
      @click=${() => this.#change(withMine(root, !isOn))}
    >
      ${icon('user-round', 14)} ${this.t('filter.mine')}
    </button>`;
  }

  #chip(chip: BarChip): TemplateResult {
    return filterChip(chip, this.entity, {
      view: fieldViewOf(this),
      isOpen: (at) => this.#isAt(at),
      edit: (event, at, part) => this.#toggle(event, at, part),
      openPanel: (event) => this.#openPanel(event, null),
      remove: () => this.#remove(chip),
    });
  }

  #overlay(root: FilterGroup): TemplateResult | typeof nothing {
    const { opened } = this;
    if (!opened) return nothing;
    const anchor = this.#opener ?? this;
    if ('panel' in opened)
      return html`<ts-filter-panel
        .entity=${this.entity}
        .filter=${this.filter}
        .search=${this.search}
        .anchor=${anchor}
        .start=${opened.start}
        @ts-filter-changed=${(event: CustomEvent<{ filter: Filter | undefined }>) => {
          event.stopPropagation();
          this.#tell(event.detail.filter);
          this.#close();
        }}
        @ts-filter-cancelled=${this.#close}
      ></ts-filter-panel>`;
    const node = opened.at < 0 ? undefined : root.nodes[opened.at];
    // Another opening is another form, even when it follows at once.
    return html`${keyed(
      opened,
      html`<ts-filter-editor
        .entity=${this.entity}
        .condition=${node?.kind === 'condition' ? node : null}
        .field=${opened.field ?? ''}
        .first=${opened.part}
        .anchor=${anchor.closest('.chip') ?? anchor}
        @ts-filter-applied=${(event: CustomEvent<{ condition: FilterCondition }>) => this.#apply(opened.at, event.detail.condition)}
        @ts-filter-cancelled=${this.#close}
        @ts-relation-picked=${(event: CustomEvent<{ path: string }>) => this.#relate(event.detail.path)}
      ></ts-filter-editor>`,
    )}`;
  }

  #isAt(at: number): boolean {
    return this.opened !== null && 'at' in this.opened && this.opened.at === at;
  }

  #toggle(event: Event, at: number, part: ConditionPart): void {
    const isSame = this.opened !== null && this.#opener === event.currentTarget;
    this.#opener = event.currentTarget as HTMLElement;
    this.opened = isSame ? null : { at, part };
  }

  #openPanel(event: Event, start: FilterNode | null): void {
    this.#opener = event.currentTarget as HTMLElement;
    void this.#showPanel(start);
  }

  async #showPanel(start: FilterNode | null): Promise<void> {
    this.opened = null;
    await import('./filter-panel.ts');
    this.opened = { panel: true, start };
  }

  #relate(path: string): void {
    void this.#showPanel({ kind: 'related', path, quantifier: 'some', group: EMPTY_GROUP });
  }

  #apply(at: number, condition: FilterCondition): void {
    const root = this.#root;
    // A new condition is asked besides everything that was asked.
    const whole = isPlain(root) ? root : { ...EMPTY_GROUP, nodes: [root] };
    const nodes = at < 0 ? [...whole.nodes, condition] : whole.nodes.with(at, condition);
    this.#change({ ...whole, nodes });
    this.#close();
  }

  #remove(chip: BarChip): void {
    this.opened = null;
    const root = this.#root;
    const gone = chip.kind === 'advanced' ? chip.places : [chip.at];
    const isWhole = !isPlain(root);
    const nodes = root.nodes.filter((_node, at) => !gone.includes(at));
    this.#change(isWhole ? EMPTY_GROUP : { ...root, nodes });
    this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
  }

  #change(root: FilterGroup): void {
    this.#tell(fromTree(root));
  }

  #tell(filter: Filter | undefined): void {
    this.dispatchEvent(new CustomEvent('ts-filter-changed', { detail: { filter } }));
  }

  /** The focus goes back to where it was, or to the button that adds when that has gone. */
  readonly #close = (): void => {
    this.opened = null;
    const opener = this.#opener;
    void this.updateComplete.then(() =>
      (opener?.isConnected ? opener : this.renderRoot.querySelector<HTMLElement>('.add'))?.focus(),
    );
  };

  readonly #outside = (event: Event): void => {
    const isForm = this.opened !== null && 'at' in this.opened;
    if (isForm && !event.composedPath().includes(this)) this.opened = null;
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        min-width: 0;
      }
      .chip {
        max-width: 100%;
        min-width: 0;
      }
      .chip > .x {
        flex: none;
        justify-content: center;
        width: 26px;
        padding: 0;
        color: var(--ts-fg-2);
      }
      .chip > button {
        white-space: nowrap;
        min-width: 0;
      }
      .chip > button:hover {
        background: var(--ts-bg-hover);
      }
      .chip > :focus-visible {
        outline-offset: -2px;
      }
      .chip > .v {
        max-width: 220px;
      }
      .chip.dormant {
        border-style: dashed;
        border-color: var(--ts-line-strong);
        color: var(--ts-fg-2);
      }
      .mine {
        height: 26px;
        padding: 0 8px;
        font-size: 12px;
      }
      .mine[aria-pressed='true'] {
        border-color: var(--ts-accent);
        background: var(--ts-accent-soft);
        color: var(--ts-accent-strong);
        box-shadow: none;
      }
      .add {
        padding: 0 8px;
      }
      @media (pointer: coarse) {
        .chip,
        .mine,
        .add {
          height: 40px;
        }
        .chip > .x {
          width: 40px;
        }
      }
    `,
  ];
}
