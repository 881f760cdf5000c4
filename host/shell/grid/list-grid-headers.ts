import { icon } from '@tessera/sdk/ui';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fieldIcon } from '../field/field-icon.ts';
import { moved, resized, withoutColumn } from './list-grid-columns.ts';
import './list-grid-menu.ts';
import type { ColumnAction } from './list-grid-menu.ts';
import { headerCell } from './list-grid-place.ts';
import type { ListGrid } from './list-grid.ts';
import type { ShownColumn } from './list-column.ts';

interface OpenMenu {
  readonly column: ShownColumn;
  readonly place: { readonly left: number; readonly top: number };
}

/** Pixels that a press may slip and is still one. */
const DRAG = 5;

/** The headers of a table: order, and a menu for what the mouse does by dragging. */
export class GridHeaders {
  readonly #table: ListGrid;
  #open: OpenMenu | undefined;
  #pressedAt = 0;

  constructor(table: ListGrid) {
    this.#table = table;
  }

  header(column: ShownColumn, isEnd: boolean): TemplateResult {
    const { field } = column;
    const { view, sort } = this.#table;
    const label = view.localized(field.label);
    const direction = sort?.field === field.name ? sort.direction : undefined;
    const content = html`${icon(fieldIcon(field, view.meta), 14)}
      <span class="ell">${label}</span>
      ${direction ? icon(direction === 'asc' ? 'arrow-up' : 'arrow-down', 12) : nothing}`;
    const state = view.t(direction ? `list.sorted.${direction}` : 'list.sorted.none');
    return html`<span class=${`header${isEnd ? ' end' : ''}`}
      >${
        field.sortable
          ? html`<button
              class="head"
              aria-label=${`${label}, ${state}`}
              title=${view.t('list.sort')}
              @pointerdown=${this.#pressedDown}
              @click=${(event: MouseEvent) => this.#clicked(event, field.name)}
            >
              ${content}
            </button>`
          : html`<span class="head">${content}</span>`
      }<button
        class="more"
        aria-label=${view.t('grid.menu', { field: label })}
        aria-haspopup="menu"
        @click=${(event: MouseEvent) => this.#show(column, (event.currentTarget as HTMLElement).getBoundingClientRect())}
      >
        ${icon('chevron-down', 12)}
      </button></span
    >`;
  }

  menu(): TemplateResult | typeof nothing {
    const open = this.#open;
    if (!open) return nothing;
    return html`<ts-header-menu
      .label=${this.#table.view.localized(open.column.field.label)}
      .actions=${this.#actions(open.column)}
      .place=${open.place}
      @ts-column-action=${(event: CustomEvent<{ action: ColumnAction }>) => this.#do(open.column, event.detail.action)}
      @ts-menu-closed=${() => this.#close(open)}
    ></ts-header-menu>`;
  }

  readonly contextMenu = (event: MouseEvent): void => {
    const { section, column } = this.#table.grid.getEventContext(event);
    const shown = section === 'header' && this.#column(column?.path ?? '');
    if (!shown) return;
    event.preventDefault();
    const isKey = event.clientX === 0 && event.clientY === 0;
    const cell = headerCell(this.#table.grid, shown.field.name)?.getBoundingClientRect();
    if (isKey && cell) this.#show(shown, cell);
    else this.#show(shown, { left: event.clientX, bottom: event.clientY });
  };

  /** Answers whether the key was for the column. */
  pressed(event: KeyboardEvent, path: string): boolean {
    const column = this.#column(path);
    const action = keyAction(event);
    if (!column || !action) return false;
    event.preventDefault();
    event.stopPropagation();
    if (action !== 'menu') {
      this.#do(column, action);
      return true;
    }
    const cell = headerCell(this.#table.grid, path);
    if (cell) this.#show(column, cell.getBoundingClientRect());
    return true;
  }

  #column(path: string): ShownColumn | undefined {
    return this.#table.columns.find(({ field }) => field.name === path);
  }

  #show(column: ShownColumn, { left, bottom }: Pick<DOMRect, 'left' | 'bottom'>): void {
    this.#open = { column, place: { left, top: bottom + 2 } };
    this.#table.requestUpdate();
  }

  #close(menu: OpenMenu): void {
    if (this.#open !== menu) return;
    this.#open = undefined;
    this.#table.requestUpdate();
    headerCell(this.#table.grid, menu.column.field.name)?.focus();
  }

  #actions(column: ShownColumn): ReadonlySet<ColumnAction> {
    const { columns } = this.#table;
    const { field } = column;
    const isFirst = column === columns[0];
    const actions: ColumnAction[] = ['wider', 'narrower'];
    if (field.sortable) actions.push('ascending', 'descending');
    if (field.filterable) actions.push('filter');
    if (moved(columns, field.name, -1)) actions.push('left');
    if (moved(columns, field.name, 1)) actions.push('right');
    if (!isFirst) actions.push('hide');
    return new Set(actions);
  }

  #do(column: ShownColumn, action: ColumnAction): void {
    const table = this.#table;
    const { columns } = table;
    const { name } = column.field;
    switch (action) {
      case 'ascending':
        return this.#sort(name, 'asc');
      case 'descending':
        return this.#sort(name, 'desc');
      case 'filter':
        table.dispatchEvent(new CustomEvent('ts-filter-wanted', { detail: { field: name } }));
        return;
      case 'hide':
        return table.changeColumns(withoutColumn(columns, name));
      case 'wider':
      case 'narrower': {
        const width = headerCell(table.grid, name)?.offsetWidth ?? 150;
        return table.changeColumns(resized(columns, name, width, action === 'wider' ? 1 : -1));
      }
      default: {
        const after = moved(columns, name, action === 'right' ? 1 : -1);
        if (after) table.changeColumns(after);
      }
    }
  }

  readonly #pressedDown = (event: PointerEvent): void => {
    this.#pressedAt = event.clientX;
    letGo(event.currentTarget as HTMLElement);
  };

  /** The end of a drag is no click. */
  #clicked(event: MouseEvent, field: string): void {
    const isDragged = event.detail > 0 && Math.abs(event.clientX - this.#pressedAt) > DRAG;
    if (!isDragged) this.#sort(field);
  }

  #sort(field: string, direction?: 'asc' | 'desc'): void {
    const detail = direction ? { field, sort: { field, direction } } : { field };
    this.#table.dispatchEvent(new CustomEvent('ts-sort-changed', { detail }));
  }
}

/** The kit moves no column while something in its header has the focus: that is given up once the pointer moves. */
function letGo(button: HTMLElement): void {
  const moved = ({ buttons }: PointerEvent): void => {
    if (buttons === 1) button.blur();
  };
  addEventListener('pointermove', moved, { once: true, capture: true });
}

function keyAction(event: KeyboardEvent): ColumnAction | 'menu' | undefined {
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (event.key === 'ArrowDown') return 'menu';
  if (event.key === 'ArrowLeft') return event.shiftKey ? 'left' : 'narrower';
  if (event.key === 'ArrowRight') return event.shiftKey ? 'right' : 'wider';
  return undefined;
}
