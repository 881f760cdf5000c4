import { columnNames, columnTypes, rowsOf, wholeRowsOf } from './columns.ts';
import { settleStanding } from './settle-standing.ts';
import {
  createParameters,
  createReadParameters,
  quoteName,
  quoteText,
  tableOf,
} from './sql-parameters.ts';
import { versionOf, type Draft, type Write } from './write-draft.ts';
import { tellingParts } from './write-parts.ts';
import { returned, runWrite } from './write-statement.ts';

/** Columns that every update sets. */
const ALWAYS = ['version', 'updated_at', 'updated_by'];

/** What an update sets. */
interface Assignment {
  /** Set in every row. */
  readonly always: readonly string[];
  /** Set where they change. */
  readonly changed: readonly string[];
  /** The columns that change of each. */
  readonly own: ReadonlyMap<Draft, readonly string[]>;
  /** The same change of all. */
  readonly isAlike: boolean;
}

/**
 * Writes what changes of records that still have the version they were read with; answers the ids of those.
 * `columns` are set besides those of the changed fields, from the row as it will be. `writes` has the write of each, where they are of several
 * requests: then records that somebody else holds are passed over, since none of the requests may wait for another's.
 */
export async function updateRecords(
  write: Write,
  drafts: readonly Draft[],
  columns: readonly string[],
  writes?: ReadonlyMap<Draft, Write>,
): Promise<ReadonlySet<string>> {
  await settleStanding(write.execution);
  const parameters = writes ? createReadParameters() : createParameters();
  const assignment = assignmentOf(write, drafts, [...ALWAYS, ...columns]);
  const rows = drafts.map((draft) => inputRow(draft, assignment));
  const bound = (writes ? wholeRowsOf : rowsOf)(rows, inputTypes(write, assignment), parameters);
  const table = tableOf(write.model);
  // Within a select the ids are unseen when it is planned: a plan for some of them would seem cheaper than any that can be kept.
  const ids = drafts.map(({ id }) => id);
  const free = writes && `(select ${parameters.bind(ids, 'uuid[]')})::uuid[]`;
  const parts = [
    ...(free
      ? [
          `free as materialized (select id from ${table} where id = any(${free}) for no key update skip locked)`,
        ]
      : []),
    `written as (update ${table} t set ${assignments(assignment)} from ${bound}${free ? ' join free on free.id = r.id' : ''}` +
      ` where t.id = r.id and t.version = r."$version" returning ${returned(write, drafts, 't.')})`,
    ...tellingParts(write, drafts, parameters, writes ?? write.own),
  ];
  return runWrite(write, drafts, parameters, parts);
}

function assignmentOf(
  { model, execution: { assembly } }: Write,
  drafts: readonly Draft[],
  always: readonly string[],
): Assignment {
  const types = columnTypes(model, assembly.models);
  const own = new Map(
    drafts.map((draft) => {
      const fields = draft.changed.flatMap((name) => model.fields.get(name) ?? []);
      const names = columnNames(fields, assembly.models).filter((name) => types.has(name));
      return [draft, [...new Set(names)]];
    }),
  );
  const changed = [...new Set([...own.values()].flat())].toSorted();
  const isAlike = [...own.values()].every(({ length }) => length === changed.length);
  return { always, changed, own, isAlike };
}

function inputTypes(
  { model, execution }: Write,
  { always, changed, isAlike }: Assignment,
): ReadonlyMap<string, string> {
  const types = columnTypes(model, execution.assembly.models);
  return new Map([
    ['id', 'uuid'],
    ...[...always, ...changed].map((name): [string, string] => [name, types.get(name) ?? 'text']),
    ['$version', 'int4'],
    ...(isAlike ? [] : [['$columns', 'text[]'] as const]),
  ]);
}

function inputRow(draft: Draft, { always, changed, own, isAlike }: Assignment): object {
  const row: Record<string, unknown> = {
    id: draft.id,
    $version: draft.before && versionOf(draft.before),
  };
  for (const name of [...always, ...changed]) row[name] = draft.after?.row[name] ?? null;
  return isAlike ? row : { ...row, $columns: own.get(draft) };
}

/** Each row sets its own columns only: others may have changed without a new version (roll-ups, rates). */
function assignments({ always, changed, isAlike }: Assignment): string {
  const own = (name: string): string =>
    `case when ${quoteText(name)} = any(r."$columns") then r.${quoteName(name)} else t.${quoteName(name)} end`;
  return [
    ...always.map((name) => [name, `r.${quoteName(name)}`]),
    ...changed.map((name) => [name, isAlike ? `r.${quoteName(name)}` : own(name)]),
  ]
    .map(([name = '', value]) => `${quoteName(name)} = ${value}`)
    .join(', ');
}
