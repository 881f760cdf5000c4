import { auditColumns, auditRow } from './audit.ts';
import { columnNames, columnTypes, recordset } from './columns.ts';
import { currentSql } from './database.ts';
import { eventColumns, eventRows } from './event.ts';
import { searchRows } from './search-grams.ts';
import { ruleVersionColumn } from '../sharing/rule-book.ts';
import { createParameters, quoteName, tableOf, type Parameters } from './sql-parameters.ts';
import { stageColumns, stageRows } from './stage-history.ts';
import { fieldsOf, type Draft, type Write } from './write-draft.ts';

const searchColumns = new Map([
  ['record_id', 'uuid'],
  ['class', 'text'],
  ['content', 'text'],
  ['grams', 'text[]'],
]);

/** Inserts new records with all that is told of them, in one statement. */
export async function insertRecords(write: Write, drafts: readonly Draft[]): Promise<void> {
  const { model, execution } = write;
  const types = columnTypes(model, execution.assembly.models);
  const parameters = createParameters();
  const rows = parameters.bind(JSON.stringify(drafts.map(({ after }) => after?.row)), 'json');
  const columns = [...types.keys()].map(quoteName).join(', ');
  const main =
    `written as (insert into ${tableOf(model)} (${columns})` +
    ` select ${columns} from json_to_recordset(${rows}) as r(${recordset(types)}) returning id)`;
  await run(write, drafts, parameters, main);
}

/**
 * Writes what changes of records that still have the version they were read with; answers the ids of those.
 * `columns` are set besides those of the changed fields, from the row as it will be.
 */
export async function updateRecords(
  write: Write,
  drafts: readonly Draft[],
  columns: readonly string[],
): Promise<ReadonlySet<string>> {
  const { model, execution } = write;
  const { models } = execution.assembly;
  const types = columnTypes(model, models);
  const fieldColumns = (draft: Draft) =>
    columnNames(
      draft.changed.flatMap((name) => model.fields.get(name) ?? []),
      models,
    );
  const ownColumns = new Map(drafts.map((draft) => [draft, [...new Set(fieldColumns(draft))]]));
  const all = [...new Set([...ownColumns.values()].flat())]
    .filter((column) => types.has(column))
    .toSorted();
  const always = ['version', 'updated_at', 'updated_by', ...columns];
  const input = new Map([
    ['id', 'uuid'],
    ...[...always, ...all].map((column): [string, string] => [column, types.get(column) ?? 'text']),
    ['$version', 'int4'],
    ['$columns', 'text[]'],
  ]);
  const rows = drafts.map((draft) => {
    const row: Record<string, unknown> = { id: draft.id, $version: draft.before?.record.version };
    for (const column of [...always, ...all]) row[column] = draft.after?.row[column] ?? null;
    return drafts.length > 1 ? { ...row, $columns: ownColumns.get(draft) } : row;
  });
  const parameters = createParameters();
  const bound = parameters.bind(JSON.stringify(rows), 'json');
  // Of several records each writes its own columns only: others may have changed without a new version (roll-ups, rates).
  const value = (column: string) =>
    drafts.length > 1 && !always.includes(column)
      ? `case when '${column.replaceAll("'", "''")}' = any(r."$columns") then r.${quoteName(column)} else t.${quoteName(column)} end`
      : `r.${quoteName(column)}`;
  const assignments = [...always, ...all]
    .map((column) => `${quoteName(column)} = ${value(column)}`)
    .join(', ');
  const main =
    `written as (update ${tableOf(model)} t set ${assignments}` +
    ` from json_to_recordset(${bound}) as r(${recordset(input)})` +
    ' where t.id = r.id and t.version = r."$version" returning t.id)';
  return run(write, drafts, parameters, main);
}

/** Adds the parts that tell of the write: audit, events, search, stage history. Only written records are told of. */
async function run(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  main: string,
): Promise<ReadonlySet<string>> {
  const parts = [
    main,
    insertPart(
      parameters,
      'audit',
      auditColumns,
      drafts.map((draft) => auditRow(write, draft)),
    ),
    insertPart(
      parameters,
      'event',
      eventColumns,
      drafts.flatMap((draft) => eventRows(write, draft)),
    ),
    ...searchParts(write, drafts, parameters),
    ...stageParts(write, drafts, parameters),
  ];
  const rows = await currentSql(write.execution).query<{ id: string; ruleVersion: number }>(
    `with ${parts.join(',\n')}\nselect id, ${ruleVersionColumn} from written`,
    parameters.values,
  );
  const [first] = rows;
  if (first) write.execution.assembly.sharing?.observe(first.ruleVersion);
  return new Set(rows.map(({ id }) => id));
}

function insertPart(
  parameters: Parameters,
  table: string,
  columns: ReadonlyMap<string, string>,
  rows: readonly object[],
): string {
  const names = [...columns.keys()].join(', ');
  return (
    `${table}_rows as (insert into tessera.${table} (${names}) select ${names}` +
    ` from json_to_recordset(${parameters.bind(JSON.stringify(rows), 'json')}) as r(${recordset(columns)})` +
    ' where r.record_id in (select id from written))'
  );
}

function searchParts(write: Write, drafts: readonly Draft[], parameters: Parameters): string[] {
  const { model } = write;
  if (![...model.fields.values()].some((field) => field.searchable)) return [];
  const entity = `'${model.id.replaceAll("'", "''")}'`;
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
      if (!isSame || isWhole) rows.push({ record_id: draft.id, ...row });
    }
    const kept = after.map((row) => row.class);
    if (isWhole || before.some((old) => !kept.includes(old.class)))
      gone.push({ record_id: draft.id, kept });
  }
  const parts: string[] = [];
  if (rows.length > 0 || write.action === 'create') {
    parts.push(
      'search_rows as (insert into tessera.search (entity, record_id, class, content, grams)' +
        ` select ${entity}, r.record_id, r.class, r.content, r.grams` +
        ` from json_to_recordset(${parameters.bind(JSON.stringify(rows), 'json')}) as r(${recordset(searchColumns)})` +
        ' where r.record_id in (select id from written)' +
        ' on conflict (entity, record_id, class) do update set content = excluded.content, grams = excluded.grams)',
    );
  }
  if (gone.length > 0) {
    parts.push(
      `search_gone as (delete from tessera.search s using json_to_recordset(${parameters.bind(JSON.stringify(gone), 'json')})` +
        ` as r(record_id uuid, kept text[]) where s.entity = ${entity} and s.record_id = r.record_id` +
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
  const parts = [insertPart(parameters, 'stage_history', stageColumns, rows)];
  if (write.action !== 'update') return parts;
  // A time of entering before the last one (an import of history out of order) closes the last with no time at all.
  parts.push(
    'stage_left as (update tessera.stage_history h set left_at = greatest(r.entered_at, h.entered_at),' +
      ' seconds = extract(epoch from greatest(r.entered_at, h.entered_at) - h.entered_at)::bigint' +
      ` from json_to_recordset(${parameters.bind(JSON.stringify(rows), 'json')}) as r(${recordset(stageColumns)})` +
      ' where h.entity = r.entity and h.record_id = r.record_id and h.field = r.field and h.left_at is null' +
      ' and r.record_id in (select id from written))',
  );
  return parts;
}
