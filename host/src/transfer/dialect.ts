/** How a table is written down as text. */
export interface Dialect {
  /** One character between cells. */
  readonly delimiter: string;
  /** Lines end in a bare CR. */
  readonly bareCr: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

const LINES = 50;

/**
 * Finds the delimiter in the first lines: the one that cuts most of them into the same number of cells. What is inside of quotes
 * does not count. Excel's line `sep=;` decides by itself.
 */
export function detectDialect(head: string): Dialect {
  const bareCr = isBareCr(head);
  const said = /^sep=(.)[\r\n]/i.exec(head)?.[1];
  if (said) return { delimiter: said, bareCr };
  const lines = countCells(head);
  let delimiter: string = ',';
  let best = 0;
  for (const candidate of DELIMITERS) {
    const counts = lines.map((line) => line[candidate]);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const alike = counts.filter((count) => count === first).length / counts.length;
    const score = alike * 100 + Math.min(first, 50);
    if (score > best) {
      best = score;
      delimiter = candidate;
    }
  }
  return { delimiter, bareCr };
}

/** Whether the first line end outside of quotes is a CR alone. */
function isBareCr(head: string): boolean {
  let quoted = false;
  for (let index = 0; index < head.length; index += 1) {
    const sign = head[index];
    if (sign === '"') quoted = !quoted;
    if (quoted || (sign !== '\n' && sign !== '\r')) continue;
    return sign === '\r' && index + 1 < head.length && head[index + 1] !== '\n';
  }
  return false;
}

type Counts = Record<(typeof DELIMITERS)[number], number>;

/** Delimiters by line, outside of quotes; the last line may be cut off and is left out. */
function countCells(head: string): Counts[] {
  const none = (): Counts => ({ ',': 0, ';': 0, '\t': 0, '|': 0 });
  const lines: Counts[] = [];
  let line = none();
  let quoted = false;
  let isEmpty = true;
  for (const sign of head) {
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if (sign === '\n' || sign === '\r') {
      if (!isEmpty) lines.push(line);
      if (lines.length >= LINES) return lines;
      line = none();
      isEmpty = true;
      continue;
    }
    isEmpty = false;
    if (sign in line) line[sign as keyof Counts] += 1;
  }
  return lines.length === 0 || !isEmpty ? [...lines, ...(lines.length === 0 ? [line] : [])] : lines;
}
