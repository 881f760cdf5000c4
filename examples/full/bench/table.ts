/** Prints rows of cells in columns; the first row names them. */
export function printTable(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table)
    console.log(
      row
        .map((cell, column) =>
          column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0),
        )
        .join('  '),
    );
  console.log('');
}

export function median(list: readonly number[]): number {
  return list.toSorted((one, two) => one - two)[Math.floor(list.length / 2)] ?? 0;
}

/** Nothing for what could not be measured. */
export function showNumber(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
