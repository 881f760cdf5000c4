const PLACE = /\{\{\s*(.+?)\s*\}\}/g;

/** The columns that a template names. */
export function columnsOf(template: string): string[] {
  return [...template.matchAll(PLACE)].map(([, name]) => name ?? '');
}

/** The text of a template; empty when it names columns and all of them are. */
export function fillTemplate(template: string, cellOf: (column: string) => string): string {
  let places = 0;
  let filled = 0;
  const text = template.replaceAll(PLACE, (_, name: string) => {
    const cell = cellOf(name);
    places += 1;
    if (cell !== '') filled += 1;
    return cell;
  });
  return places > 0 && filled === 0 ? '' : text.trim();
}
