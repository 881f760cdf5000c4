import type { GridColumn } from '@vaadin/grid/vaadin-grid-column.js';
import type { FieldMeta } from '@tessera/core';
import { isNumeric } from '../field/field-kind.ts';
import type { ListColumn, ShownColumn } from './list-column.ts';

const NARROWEST = 60;
const WIDEST = 1000;
/** Pixels of one step of "wider" and "narrower". */
const STEP = 24;

/** The width of a column in pixels: what was chosen, else what its kind needs. */
export function columnWidth({ field, width }: ShownColumn, isTitle: boolean): number {
  if (width !== undefined) return width;
  if (isTitle) return 260;
  if (isNumeric(field)) return 140;
  if (field.type === 'date') return 130;
  if (field.type === 'datetime' || field.type === 'choices') return 170;
  if (field.type === 'ref' || field.type === 'email' || field.type === 'url') return 190;
  return 150;
}

/** The columns as they are chosen, with one that is wider (1) or narrower (-1) by a step. */
export function resized(
  columns: readonly ShownColumn[],
  field: string,
  shown: number,
  direction: 1 | -1,
): readonly ListColumn[] {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.round(shown) + direction * STEP));
  return columns.map((column) => (column.field.name === field ? { field, width } : chosen(column)));
}

/** The columns with one a place to the right (1) or to the left (-1); the first stays first. Undefined when it cannot go there. */
export function moved(
  columns: readonly ShownColumn[],
  field: string,
  direction: 1 | -1,
): readonly ListColumn[] | undefined {
  const from = columns.findIndex((column) => column.field.name === field);
  const to = from + direction;
  if (from < 1 || to < 1 || to >= columns.length) return undefined;
  return columns.map(chosen).toSpliced(from, 1).toSpliced(to, 0, chosen(columns[from]!));
}

export function withoutColumn(
  columns: readonly ShownColumn[],
  field: string,
): readonly ListColumn[] {
  return columns.filter((column) => column.field.name !== field).map(chosen);
}

/** The columns in the order in which the grid shows them now, one of them with the width that the mouse gave it. */
export function columnsOfGrid(
  elements: readonly GridColumn[],
  columns: readonly ShownColumn[],
  sized?: string,
): readonly ListColumn[] {
  const [title, ...others] = elements
    .flatMap((element): ListColumn[] => {
      const column = columns.find(({ field }) => field.name === element.path);
      const width = Math.round(Number.parseFloat(element.width ?? ''));
      if (!column) return [];
      // The kit fixes the others as wide as they happen to be.
      const isUnchanged = element.path !== sized || !(width > 0);
      return [isUnchanged ? chosen(column) : { field: column.field.name, width }];
    })
    .toSorted((one, two) => order(one, columns[0]?.field) - order(two, columns[0]?.field));
  return title ? [title, ...others] : [];
}

function order({ field }: ListColumn, title: FieldMeta | undefined): number {
  return field === title?.name ? 0 : 1;
}

function chosen({ field, width }: ShownColumn): ListColumn {
  return width === undefined ? { field: field.name } : { field: field.name, width };
}
