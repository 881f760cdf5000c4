import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { midSentence } from '../field/field-words.ts';
import { listMenuStyles } from '../list/list-menu-styles.ts';
import '../list/list-popover.ts';
import type { ListPopover } from '../list/list-popover.ts';
import { savedViewTabsStyles } from './saved-view-tabs-styles.ts';
import type { SavedView } from './saved-view.ts';

/** What can be done with the view that is shown. */
export type ViewCommand =
  | 'create'
  | 'edit'
  | 'duplicate'
  | 'delete'
  | 'left'
  | 'right'
  | 'first'
  | 'reset'
  | 'update';

const ICONS: Readonly<Record<SavedView['visibility'], string>> = {
  private: 'lock',
  team: 'users',
  all: 'globe',
};

/**
 * The views of a list as tabs that are links; those without room stand in a menu, on a phone all of them.
 *
 * @fires ts-view-command - with `{command}`
 */
@customElement('ts-saved-view-tabs')
export class SavedViewTabs extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) views: readonly SavedView[] = [];
  /** Id of the view that is shown; null for the entity's own list. */
  @property({ attribute: false }) current: string | null = null;
  /** Id of the view that is opened first. */
  @property({ attribute: false }) first: string | null = null;
  @property({ type: Boolean }) narrow = false;

  /** How many tabs there is room for. */
  @state() private room = Infinity;
  readonly #resized = new ResizeObserver(() => this.#measure());

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('views') || changed.has('current') || changed.has('narrow')) this.#measure();
  }

  override render(): TemplateResult {
    const tabs = [null, ...this.views];
    const view = this.views.find(({ id }) => id === this.current);
    if (this.narrow) {
      return html`<nav aria-label=${this.t('view.label')}>
        <ts-list-popover caret .label=${this.t('view.label')} .hint=${this.#nameOf(view ?? null)}>
          <div class="menu" @click=${this.#pressed}>
            ${tabs.map((one) => this.#line(one))}
            <hr />
            ${this.#commands(view)}
          </div>
        </ts-list-popover>
      </nav>`;
    }
    const hidden = tabs.slice(this.room);
    const isHidden = hidden.includes(view ?? null);
    return html`<nav aria-label=${this.t('view.label')}>
      <ul>
        ${tabs.map((one, at) => this.#tab(one, at >= this.room))}
      </ul>
      ${
        hidden.length > 0
          ? html`<ts-list-popover
              class=${isHidden ? 'more on' : 'more'}
              caret
              .label=${this.t('view.more', { count: hidden.length })}
              .hint=${isHidden ? this.#nameOf(view ?? null) : ''}
            >
              <div class="menu" @click=${this.#pressed}>
                ${hidden.map((one) => this.#line(one))}
              </div>
            </ts-list-popover>`
          : nothing
      }
      <ts-list-popover
        bare
        icon="ellipsis"
        .label=${this.t('view.menu', { name: this.#nameOf(view ?? null) })}
      >
        <div class="menu" @click=${this.#pressed}>${this.#commands(view)}</div>
      </ts-list-popover>
    </nav>`;
  }

  #tab(view: SavedView | null, isHidden: boolean): TemplateResult {
    const isCurrent = (view?.id ?? null) === this.current;
    return html`<li ?inert=${isHidden} class=${isHidden ? 'hidden' : ''}>
      <a
        href=${this.#hrefOf(view)}
        aria-current=${isCurrent ? 'page' : nothing}
        title=${view && view.name.length > 24 ? view.name : nothing}
        ><span class="ell">${this.#nameOf(view)}</span
        >${view?.isDormant ? icon('unplug', 14) : nothing}</a
      >
    </li>`;
  }

  #line(view: SavedView | null): TemplateResult {
    const isCurrent = (view?.id ?? null) === this.current;
    return html`<a
      class="line"
      href=${this.#hrefOf(view)}
      aria-current=${isCurrent ? 'page' : nothing}
      ?data-first=${isCurrent}
    >
      ${icon(view ? ICONS[view.visibility] : this.entity.icon, 16)}
      <span class="grow ell">${this.#nameOf(view)}</span>
      ${isCurrent ? icon('check', 14) : nothing}
    </a>`;
  }

  #commands(view: SavedView | undefined): TemplateResult {
    const at = view ? this.views.indexOf(view) : -1;
    const isFirst = view !== undefined && this.first === view.id;
    const line = (command: ViewCommand, symbol: string, key: string): TemplateResult =>
      html`<button
        class=${command === 'delete' ? 'line danger' : 'line'}
        @click=${() => this.#tell(command)}
      >
        ${icon(symbol, 16)} ${this.t(key)}
      </button>`;
    return html`${line('create', 'plus', 'view.new')}
    ${
      view
        ? html`${view.mayChange ? line('edit', 'pencil', 'view.edit') : nothing}
          ${view.isDormant ? nothing : line('duplicate', 'copy', 'view.duplicate')}
          ${at > 0 ? line('left', 'arrow-left', 'view.left') : nothing}
          ${at < this.views.length - 1 ? line('right', 'arrow-right', 'view.right') : nothing}
          ${line('first', isFirst ? 'pin-off' : 'pin', isFirst ? 'view.first.off' : 'view.first')}
          ${
            view.mayChange
              ? html`<hr />
                  ${line('delete', 'trash-2', 'view.delete')}`
              : nothing
          }`
        : nothing
    }`;
  }

  #nameOf(view: SavedView | null): string {
    return (
      view?.name ??
      this.t('view.all', { entities: midSentence(this.localized(this.entity.plural)) })
    );
  }

  #hrefOf(view: SavedView | null): string {
    return `/${this.entity.path}${view ? `?view=${view.id}` : ''}`;
  }

  #tell(command: ViewCommand): void {
    this.dispatchEvent(new CustomEvent('ts-view-command', { detail: { command } }));
  }

  /** A line was chosen. */
  readonly #pressed = (event: Event): void => {
    (event.currentTarget as HTMLElement).closest<ListPopover>('ts-list-popover')?.close();
  };

  /** Tabs that do not fit stand in a second row, which cannot be seen. */
  #measure(): void {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
    const top = tabs[0]?.offsetTop ?? 0;
    const fitting = tabs.findIndex(({ offsetTop }) => offsetTop > top);
    const room = fitting < 0 ? Infinity : fitting;
    if (room !== this.room) {
      this.room = room;
      // The menu of the others takes room itself.
      if (room !== Infinity) void this.updateComplete.then(() => this.#measure());
    }
  }

  static override styles = [TesseraElement.styles, listMenuStyles, savedViewTabsStyles];
}
