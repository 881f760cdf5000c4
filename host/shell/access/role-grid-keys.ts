/** A cell by its row and its column. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/**
 * Where a key leads in a grid whose rows have cells in some columns only; undefined for keys that lead nowhere. Up and down look for the next row
 * that has the column.
 */
export function nextPlace(
  rows: readonly (readonly number[])[],
  from: GridPlace,
  key: string,
  isControl = false,
): GridPlace | undefined {
  const columns = rows[from.row] ?? [];
  const at = columns.indexOf(from.column);
  switch (key) {
    case 'ArrowRight':
      return inRow(from.row, columns[at + 1]);
    case 'ArrowLeft':
      return inRow(from.row, columns[at - 1]);
    case 'Home':
      return isControl ? corner(rows, 0) : inRow(from.row, columns[0]);
    case 'End':
      return isControl ? corner(rows, -1) : inRow(from.row, columns.at(-1));
    case 'ArrowDown':
      return along(rows, from, 1);
    case 'ArrowUp':
      return along(rows, from, -1);
    default:
      return undefined;
  }
}

function inRow(row: number, column: number | undefined): GridPlace | undefined {
  return column === undefined ? undefined : { row, column };
}

function corner(rows: readonly (readonly number[])[], at: 0 | -1): GridPlace | undefined {
  const row = at === 0 ? 0 : rows.length - 1;
  return inRow(row, rows[row]?.at(at));
}

function along(
  rows: readonly (readonly number[])[],
  { row, column }: GridPlace,
  step: 1 | -1,
): GridPlace | undefined {
  for (let next = row + step; next >= 0 && next < rows.length; next += step)
    if (rows[next]?.includes(column)) return { row: next, column };
  return undefined;
}
