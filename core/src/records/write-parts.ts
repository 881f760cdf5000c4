import { auditColumns, auditCommon, auditRow } from './audit.ts';
import { rowsOf } from './columns.ts';
import { eventColumns, eventCommon, eventRows } from './event.ts';
import { linesOf } from './row-lines.ts';
import { searchRows } from './search-grams.ts';
import { quoteText, type Parameters } from './sql-parameters.ts';
import { stageColumns, stageCommon, stageRows } from './stage-history.ts';
import { fieldsOf, type Draft, type Write } from './write-draft.ts';

const searchColumns = new Map([
  ['record_id', 'uuid'],
  ['class', 'text'],
  ['content', 'text'],
  ['grams', 'text'],
]);

const goneColumns = new Map([
  ['record_id', 'uuid'],
  ['kept', 'text[]'],
]);

/** The parts of a statement that tell of a write: audit, events, search, stage history. Only what is in its part `written` is told of. */
export function tellingParts(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
): string[] {
  const audit = drafts.map((draft) => auditRow(draft));
  const events = drafts.flatMap((draft) => eventRows(write, draft));
  return [
    insertPart(parameters, 'audit', auditColumns, auditCommon(write), audit),
    insertPart(parameters, 'event', eventColumns, eventCommon(write), events),
    ...searchParts(write, drafts, parameters),
    ...stageParts(write, drafts, parameters),
  ];
}

/** Inserts rows of what was written. What all of them have in common comes once, not with each row. */
function insertPart(
  parameters: Parameters,
  table: string,
  columns: ReadonlyMap<string, string>,
  common: Readonly<Record<string, unknown>>,
  rows: readonly object[],
): string {
  const own = [...columns].filter(([name]) => !(name in common));
  const values = [...columns].map(([name, type]) =>
    name in common ? parameters.bind(common[name] ?? null, type) : `r.${name}`,
  );
  return (
    `${table}_rows as (insert into tessera.${table} (${[...columns.keys()].join(', ')}) select ${values.join(', ')}` +
    ` from ${linesOf(rows, own, parameters)}` +
    ' where r.record_id in (select id from written))'
  );
}

function searchParts(write: Write, drafts: readonly Draft[], parameters: Parameters): string[] {
  const { model } = write;
  if (![...model.fields.values()].some((field) => field.searchable)) return [];
  const entity = quoteText(model.id);
  const rows: object[] = [];
  const gone: object[] = [];
  for (const draft of drafts) {
    const before =
      draft.before && write.action !== 'restore' ? searchRows(model, draft.before.record) : [];
    const after =
      draft.after && write.action !== 'delete' ? searchRows(model, draft.after.record) : [];
    const isWhole = isSearchedAnew(write, draft);
    for (const row of after) {
      const isSame = before.some((old) => old.class === row.class && old.content === row.content);
      if (!isSame || isWhole)
        rows.push({ record_id: draft.id, ...row, grams: row.grams.join(' ') });
    }
    const kept = after.map((row) => row.class);
    if (isWhole || before.some((old) => !kept.includes(old.class)))
      gone.push({ record_id: draft.id, kept });
  }
  const parts: string[] = [];
  if (rows.length > 0 || write.action === 'create') {
    parts.push(
      'search_rows as (insert into tessera.search (entity, record_id, class, content, grams)' +
        ` select ${entity}, r.record_id, r.class, r.content, string_to_array(r.grams, ' ')` +
        ` from ${linesOf(rows, searchColumns, parameters)}` +
        ' where r.record_id in (select id from written)' +
        ' on conflict (entity, record_id, class) do update set content = excluded.content, grams = excluded.grams)',
    );
  }
  if (gone.length > 0) {
    parts.push(
      `search_gone as (delete from tessera.search s using ${rowsOf(gone, goneColumns, parameters)}` +
        ` where s.entity = ${entity} and s.record_id = r.record_id` +
        ' and s.class <> all(r.kept) and r.record_id in (select id from written))',
    );
  }
  return parts;
}

/** Whether no row from before may stay: the field may have been of another class when it was written, which holds its words still. */
function isSearchedAnew({ model, action }: Write, { before, changed }: Draft): boolean {
  if (!before || action === 'restore') return false;
  return action === 'delete' || changed.some((name) => model.fields.get(name)?.searchable === true);
}

function stageParts(write: Write, drafts: readonly Draft[], parameters: Parameters): string[] {
  if (fieldsOf(write.model, 'state').length === 0) return [];
  const rows = drafts.flatMap((draft) => stageRows(write, draft));
  if (rows.length === 0 && write.action !== 'create') return [];
  const common = stageCommon(write);
  const parts = [insertPart(parameters, 'stage_history', stageColumns, common, rows)];
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
