import { reach, reachesNothing } from '../permissions/authorize.ts';
import { isOwnRow } from '../permissions/own-row.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import { ruleVersionColumn } from '../sharing/rule-book.ts';
import { columnTypes, rowsOf, wholeRowsOf } from './columns.ts';
import { currentSql } from './database.ts';
import { askStandingWithin, type AskedStanding } from './settle-standing.ts';
import {
  allOf,
  createParameters,
  createReadParameters,
  quoteName,
  tableOf,
  type Parameters,
} from './sql-parameters.ts';
import { admission } from './write-admission.ts';
import type { Draft, Write } from './write-draft.ts';
import { isFollowed } from './write-follow.ts';
import { tellingParts } from './write-parts.ts';

/**
 * Inserts new records with all that is told of them, in one statement; answers the ids of those that could be admitted. None is where who asks is
 * no longer who was presumed. `writes` has the write of each, where they are of several requests.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `settleStanding` does
 */
export async function insertRecords(
  write: Write,
  drafts: readonly Draft[],
  writes?: ReadonlyMap<Draft, Write>,
): Promise<ReadonlySet<string>> {
  return insertionOf(write, drafts, writes)();
}

/** The statement of {@link insertRecords}, made but not sent. */
export function insertionOf(
  write: Write,
  drafts: readonly Draft[],
  writes?: ReadonlyMap<Draft, Write>,
): () => Promise<ReadonlySet<string>> {
  const { model, execution } = write;
  const types = columnTypes(model, execution.assembly.models);
  const parameters = writes ? createReadParameters('all') : createParameters();
  const records = drafts.map(({ after }) => after?.row);
  // What requests have in common differs from one statement to the next: its text shall not.
  const rows = writes
    ? wholeRowsOf(records, types, parameters)
    : rowsOf(records, types, parameters);
  const columns = [...types.keys()].map(quoteName).join(', ');
  const others = [...(writes?.values() ?? [])].map((other) => other.execution.standing);
  const asked = askStandingWithin(execution, parameters, others);
  const conditions = [...(asked ? [asked.holds] : []), ...admission(write, drafts, parameters)];
  const condition = conditions.length === 0 ? '' : ` where ${allOf(conditions)}`;
  const main =
    `written as (insert into ${tableOf(model)} (${columns})` +
    ` select ${columns} from ${rows}${condition} returning ${returned(write, drafts)})`;
  const told = tellingParts(write, drafts, parameters, writes ?? write.own);
  return () => runWrite(write, drafts, parameters, [main, ...told], asked);
}

/** Runs the statement of a write and of what tells of it; only written records are told of. */
export async function runWrite(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
  writing: readonly string[],
  asked?: AskedStanding,
): Promise<ReadonlySet<string>> {
  const { execution } = write;
  const parts = [...(asked ? [asked.part] : []), ...writing];
  const readable = asksReadable(write, drafts)
    ? `, ${compilePredicate(execution, write.model, 'read', 'w', parameters)} as "isReadable"`
    : '';
  // Where nothing was written, the standing is told all the same.
  const from = asked
    ? ', s.now as "standing" from standing s left join written w on true'
    : ' from written w';
  const rows = await currentSql(execution).query<Told>(
    `with ${parts.join(',\n')}\nselect w.id, ${ruleVersionColumn}${readable}${from}`,
    parameters.values,
  );
  const [first] = rows;
  asked?.settle(first?.standing ?? null);
  if (first) execution.assembly.sharing?.observe(first.ruleVersion);
  const isOwn = isOwnReadable(write, drafts);
  for (const draft of drafts) draft.isReadable = isOwn || first?.isReadable;
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

interface Told {
  /** None where nothing was written. */
  readonly id: string | null;
  readonly ruleVersion: number;
  readonly isReadable?: boolean;
  readonly standing?: string | null;
}

/** Whether the statement also tells if the writer may read what it has written. Of a row of his own that is known. */
export function asksReadable(write: Write, drafts: readonly Draft[]): boolean {
  return isReadableShown(write, drafts) && !isOwnWritten(write, drafts);
}

/** Whether the written record shows by itself that its writer may read it. */
export function isOwnReadable(write: Write, drafts: readonly Draft[]): boolean {
  return isReadableShown(write, drafts) && isOwnWritten(write, drafts);
}

/** Of many records nobody shows the values, and what follows from a write may change who reads it. */
function isReadableShown(write: Write, drafts: readonly Draft[]): boolean {
  if (drafts.length !== 1) return false;
  const granted = reach(write.execution, write.model, 'read');
  return !granted.all && !reachesNothing(granted) && !isFollowed(write, drafts);
}

function isOwnWritten({ execution, model }: Write, drafts: readonly Draft[]): boolean {
  return drafts.every(({ after }) => after && isOwnRow(execution, model, 'read', after.row));
}

/** What the written rows tell: their ids, or every column where the reach is asked of them. */
export function returned(write: Write, drafts: readonly Draft[], prefix = ''): string {
  if (!asksReadable(write, drafts)) return `${prefix}id`;
  const types = columnTypes(write.model, write.execution.assembly.models);
  return [...types.keys()].map((column) => prefix + quoteName(column)).join(', ');
}
