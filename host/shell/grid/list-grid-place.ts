import type { Grid } from '@vaadin/grid';
import type { GridColumn } from '@vaadin/grid/vaadin-grid-column.js';
import type { WireRecord } from '../field/field-kind.ts';

/** What the kit's rows and cells hold besides what they are. */
type Row = HTMLTableRowElement & { readonly index: number; readonly _item?: WireRecord };
type Cell = HTMLTableCellElement & { readonly _column?: GridColumn };

/** A cell of the body that is on the page now. */
export interface GridPlace {
  readonly index: number;
  readonly item: WireRecord;
  readonly path: string;
  readonly cell: HTMLElement;
}

/** The cell of a row and a column; undefined when it is not on the page. */
export function cellAt(grid: Grid<WireRecord>, index: number, path: string): GridPlace | undefined {
  const row = rowsOf(grid).find((candidate) => candidate.index === index && !candidate.hidden);
  const cell = row && cellsOf(row).find(({ _column }) => _column?.path === path);
  return row?._item && cell ? { index, item: row._item, path, cell } : undefined;
}

/** The cell of a record and a column; undefined when it is not on the page. */
export function cellOfRecord(
  grid: Grid<WireRecord>,
  id: string,
  path: string,
): GridPlace | undefined {
  const row = rowsOf(grid).find(({ _item, hidden }) => _item?.id === id && !hidden);
  return row && cellAt(grid, row.index, path);
}

/** The header cell of a column. */
export function headerCell(grid: Grid<WireRecord>, path: string): HTMLElement | undefined {
  const rows = [...(grid.shadowRoot?.querySelectorAll<Row>('#header tr') ?? [])];
  return rows.flatMap(cellsOf).find(({ _column }) => _column?.path === path);
}

/** The columns in the order in which they are shown. */
export function columnsInOrder(grid: Grid<WireRecord>): readonly GridColumn[] {
  const row = grid.shadowRoot?.querySelector<Row>('#header tr:last-child');
  const cells = row ? cellsOf(row) : [];
  return cells
    .toSorted((one, two) => one.getBoundingClientRect().left - two.getBoundingClientRect().left)
    .flatMap(({ _column }) => _column ?? []);
}

function rowsOf(grid: Grid<WireRecord>): Row[] {
  return [...(grid.shadowRoot?.querySelectorAll<Row>('#items tr') ?? [])];
}

function cellsOf(row: Row): Cell[] {
  return [...row.querySelectorAll<Cell>('td, th')];
}
