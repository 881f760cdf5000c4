import type { ImportView, UndoView } from './import-view.ts';

/** Where progress is shown: a terminal gets one line that is rewritten, everything else plain lines. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Progress {
  show(view: ImportView): void;
  /** Writes the last line about an import. */
  end(text: string): void;
}

const PLAIN_EVERY_MS = 5000;

export function createProgress(output: Output): Progress {
  let shown = '';
  let last = Date.now();
  return {
    show(view) {
      const text = progressOf(view);
      if (text === shown) return;
      if (output.isTTY) output.write(`\r\u001b[2K${text}`);
      else if (Date.now() - last < PLAIN_EVERY_MS) return;
      else output.write(`${text}\n`);
      shown = text;
      last = Date.now();
    },
    end(text) {
      output.write(`${output.isTTY ? '\r\u001b[2K' : ''}${text}\n`);
      shown = '';
      last = Date.now();
    },
  };
}

/** `accounts.csv  customer.account  85 rows: 85 created, 0 updated, 0 unchanged, 0 failed` */
export function summaryOf(view: Pick<ImportView, 'name' | 'entity' | 'rows' | 'counts'>): string {
  const { created, updated, unchanged, failed } = view.counts;
  const rows = count(view.rows, 'row');
  return `${view.name}  ${view.entity}  ${rows}: ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(failed)} failed`;
}

export function undoSummaryOf(view: ImportView): string {
  const { touched, undone, kept, failed, reasons } = view.undo ?? NOTHING;
  const line = `${view.name}  ${view.entity}  ${count(touched, 'row')}: ${number(undone)} undone, ${number(kept)} kept, ${number(failed)} failed`;
  return [line, ...reasons.map(({ reason, rows }) => `    ${number(rows)} × ${reason}`)].join('\n');
}

const NOTHING: UndoView = { touched: 0, undone: 0, kept: 0, failed: 0, reasons: [] };

function progressOf({ name, entity, status, rows, position, undo }: ImportView): string {
  if (status === 'queued') return `${name}  ${entity}  waiting`;
  if (undo)
    return `${name}  ${entity}  ${number(undo.undone + undo.kept + undo.failed)} of ${number(undo.touched)} taken back`;
  const percent = rows === 0 ? 100 : Math.floor((position / rows) * 100);
  return `${name}  ${entity}  ${number(position)} of ${count(rows, 'row')} (${percent}%)`;
}

function count(rows: number, noun: string): string {
  return `${number(rows)} ${noun}${rows === 1 ? '' : 's'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
