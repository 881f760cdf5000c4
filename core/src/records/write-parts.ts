import { auditColumns, auditCommon, auditLines, requestFacts } from './audit.ts';
import { rowsOf } from './columns.ts';
import { eventColumns, eventCommon, eventName, eventRows } from './event.ts';
import { newIds } from './new-ids.ts';
import { lineColumns, rowsOfLines, type LineColumn } from './row-lines.ts';
import { quoteText, type Parameters } from './sql-parameters.ts';
import { stageColumns, stageCommon, stageRows } from './stage-history.ts';
import { fieldsOf, type Draft, type Write } from './write-draft.ts';
import { searchParts } from './write-search.ts';

/**
 * The parts of a statement that tell of a write: audit, events, search, stage history. Only what is in its part `written` is told of. `writes` has
 * the write of each draft, where they are of several requests.
 */
export function tellingParts(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  writes?: ReadonlyMap<Draft, Write>,
): string[] {
  return [
    `audit_rows as (${auditInsertion(write, drafts, parameters, writes)} returning id, record_id, at)`,
    `event_rows as (${eventInsertion(write, drafts, parameters, writes)})`,
    ...searchParts(write, drafts, parameters),
    ...stageParts(write, drafts, parameters),
  ];
}

/** Of several requests each row tells its own, and its moment. */
function auditInsertion(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  writes: ReadonlyMap<Draft, Write> | undefined,
): string {
  const common = { ...(writes ? {} : requestFacts(write)), ...auditCommon(write) };
  const requests = writes ? drafts.map((draft) => requestFacts(writes.get(draft) ?? write)) : [];
  const facts = Object.keys(requests[0] ?? {});
  const own = [...auditColumns].filter(([name]) => facts.includes(name));
  const lines = [...auditLines(drafts), ...lineColumns(requests, own)];
  return insertion(parameters, 'audit', auditColumns, common, lines);
}

/** The event of a creation is its row of the audit, which tells the same. */
function eventInsertion(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  writes: ReadonlyMap<Draft, Write> | undefined,
): string {
  const { at, ...common } = eventCommon(write);
  if (write.action !== 'create') {
    const rows = drafts.flatMap((draft) => {
      const own = writes?.get(draft);
      return eventRows(write, draft).map((row) => ({ ...(own && { at: own.at }), ...row }));
    });
    const alike = writes ? common : { at, ...common };
    const ids: LineColumn = { name: 'id', type: 'uuid', lines: newIds(rows.length) };
    const lines = lineColumns(rows, without(eventColumns, { id: null, ...alike }));
    return insertion(parameters, 'event', eventColumns, alike, [ids, ...lines]);
  }
  const columns = without(eventColumns, { payload: null });
  const told = { ...common, name: eventName(write) };
  return insertFrom('audit_rows r', parameters, 'event', columns, told);
}

/** Inserts rows of what was written. What all of them have in common comes once, not with each row. */
function insertion(
  parameters: Parameters,
  table: string,
  columns: ReadonlyMap<string, string>,
  common: Readonly<Record<string, unknown>>,
  own: readonly LineColumn[],
): string {
  const rows = rowsOfLines(own, parameters);
  return `${insertFrom(rows, parameters, table, columns, common)} where r.record_id in (select id from written)`;
}

function without(
  columns: ReadonlyMap<string, string>,
  names: object,
): (readonly [name: string, type: string])[] {
  return [...columns].filter(([name]) => !(name in names));
}

function insertFrom(
  rows: string,
  parameters: Parameters,
  table: string,
  columns: Iterable<readonly [name: string, type: string]>,
  common: Readonly<Record<string, unknown>>,
): string {
  const list = [...columns];
  const values = list.map(([name, type]) =>
    name in common ? parameters.bindWritten(common[name] ?? null, type) : `r.${name}`,
  );
  const names = list.map(([name]) => name).join(', ');
  return `insert into tessera.${table} (${names}) select ${values.join(', ')} from ${rows}`;
}

function stageParts(write: Write, drafts: readonly Draft[], parameters: Parameters): string[] {
  if (fieldsOf(write.model, 'state').length === 0) return [];
  const rows = drafts.flatMap((draft) => stageRows(write, draft));
  if (rows.length === 0 && write.action !== 'create') return [];
  const common = stageCommon(write);
  const lines = lineColumns(rows, without(stageColumns, common));
  const parts = [
    `stage_history_rows as (${insertion(parameters, 'stage_history', stageColumns, common, lines)})`,
  ];
  if (write.action !== 'update') return parts;
  // A time of entering before the last one (an import of history out of order) closes the last with no time at all.
  parts.push(
    'stage_left as (update tessera.stage_history h set left_at = greatest(r.entered_at, h.entered_at),' +
      ' seconds = extract(epoch from greatest(r.entered_at, h.entered_at) - h.entered_at)::bigint' +
      ` from ${rowsOf(rows, stageColumns, parameters)}` +
      ` where h.entity = ${quoteText(write.model.id)} and h.record_id = r.record_id and h.field = r.field and h.left_at is null` +
      ' and r.record_id in (select id from written))',
  );
  return parts;
}
