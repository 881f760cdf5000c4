import { reach, reachesNothing } from '../permissions/authorize.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import { ruleVersionColumn } from '../sharing/rule-book.ts';
import { columnNames, columnTypes, rowsOf } from './columns.ts';
import { currentSql } from './database.ts';
import { createParameters, quoteName, tableOf, type Parameters } from './sql-parameters.ts';
import { admission } from './write-admission.ts';
import type { Draft, Write } from './write-draft.ts';
import { isFollowed } from './write-follow.ts';
import { tellingParts } from './write-parts.ts';

/** Inserts new records with all that is told of them, in one statement; answers the ids of those that could be admitted. */
export async function insertRecords(
  write: Write,
  drafts: readonly Draft[],
): Promise<ReadonlySet<string>> {
  const { model, execution } = write;
  const types = columnTypes(model, execution.assembly.models);
  const parameters = createParameters();
  const rows = rowsOf(
    drafts.map(({ after }) => after?.row),
    types,
    parameters,
  );
  const columns = [...types.keys()].map(quoteName).join(', ');
  const condition = admission(write, drafts, parameters);
  const main =
    `written as (insert into ${tableOf(model)} (${columns})` +
    ` select ${columns} from ${rows}` +
    `${condition === undefined ? '' : ` where ${condition}`} returning ${returned(write, drafts)})`;
  return run(write, drafts, parameters, main);
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
  const bound = rowsOf(rows, input, parameters);
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
    ` from ${bound}` +
    ` where t.id = r.id and t.version = r."$version" returning ${returned(write, drafts, 't.')})`;
  return run(write, drafts, parameters, main);
}

/** Runs the statement with the parts that tell of the write; only written records are told of. */
async function run(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  main: string,
): Promise<ReadonlySet<string>> {
  const parts = [main, ...tellingParts(write, drafts, parameters)];
  const readable = asksReadable(write, drafts)
    ? `, ${compilePredicate(write.execution, write.model, 'read', 'w', parameters)} as "isReadable"`
    : '';
  const rows = await currentSql(write.execution).query<Told>(
    `with ${parts.join(',\n')}\nselect w.id, ${ruleVersionColumn}${readable} from written w`,
    parameters.values,
  );
  const [first] = rows;
  if (first) write.execution.assembly.sharing?.observe(first.ruleVersion);
  for (const draft of drafts) draft.isReadable = first?.isReadable;
  return new Set(rows.map(({ id }) => id));
}

interface Told {
  readonly id: string;
  readonly ruleVersion: number;
  readonly isReadable?: boolean;
}

/**
 * Whether the statement also tells if the writer may read what it has written. Of many records nobody shows the values, and
 * what follows from a write may change the answer.
 */
function asksReadable(write: Write, drafts: readonly Draft[]): boolean {
  const granted = reach(write.execution, write.model, 'read');
  return (
    drafts.length === 1 && !granted.all && !reachesNothing(granted) && !isFollowed(write, drafts)
  );
}

/** What the written rows tell: their ids, or every column where the reach is asked of them. */
function returned(write: Write, drafts: readonly Draft[], prefix = ''): string {
  if (!asksReadable(write, drafts)) return `${prefix}id`;
  const types = columnTypes(write.model, write.execution.assembly.models);
  return [...types.keys()].map((column) => prefix + quoteName(column)).join(', ');
}
