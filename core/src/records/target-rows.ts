import { withoutCatalog } from '../catalog/catalog-models.ts';
import { isOwnRow } from '../permissions/own-row.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { columnTypes } from './columns.ts';
import { createCommonGathering, type Gathering } from './gathering.ts';
import { orKept } from './or-kept.ts';
import { keepFor } from './query-memory.ts';
import {
  createStatement,
  idsPlace,
  runByNames,
  type Found,
  type Statement,
} from './query-statement.ts';
import type { Row } from './row.ts';
import { presumedOf, settleStanding } from './settle-standing.ts';
import { createReadParameters, quoteName, tableOf } from './sql-parameters.ts';
import type { Write } from './write-draft.ts';

/** What is to be done with records that are there. */
export interface TargetOptions {
  readonly action: 'update' | 'delete';
  readonly deleted: boolean;
  /** Keeps others from writing them until the end of the transaction. */
  readonly lock: boolean;
}

/** A record that is to be written, and what the principal may do with it. */
export interface TargetRow {
  readonly row: Row;
  readonly isReadable: boolean;
  readonly isPermitted: boolean;
}

interface Asked {
  readonly execution: Execution;
  readonly id: string;
}

// What follows from a statement, so of one principal in one assembly, and from what was presumed of who asks; it goes when either goes.
const gatherings = new WeakMap<Statement, WeakMap<object, Gathering<Asked, Found<Row>>>>();

/** The rows with these ids by their id, and what the principal may do with each. Settles who asks. */
export async function readTargetRows(
  write: Write,
  ids: readonly string[],
  options: TargetOptions,
): Promise<ReadonlyMap<string, TargetRow>> {
  const [id, another] = ids;
  if (id === undefined || another !== undefined || options.lock)
    return judgedRows(await findRows(write, ids, judging(write, options)));
  // What owner and team show by themselves PostgreSQL is not asked for: most of those who change a record have it.
  if (write.model.owned) {
    const [row] = await findTogether(write, id, plain(write, options));
    if (!row || isShown(write, options, row))
      return new Map(row && [[id, { row, isReadable: true, isPermitted: true }]]);
  }
  return judgedRows(await findTogether(write, id, judging(write, options)));
}

function judgedRows(rows: readonly Row[]): Map<string, TargetRow> {
  return new Map(
    rows.map((row) => [
      row['id'] as string,
      { row, isReadable: row['$readable'] === true, isPermitted: row['$permitted'] === true },
    ]),
  );
}

function isShown(write: Write, { action }: TargetOptions, row: Row): boolean {
  const asking = withoutCatalog(write.execution);
  const model = asking.assembly.models.get(write.model.id) ?? write.model;
  return ['read', action].every((one) => isOwnRow(asking, model, one, row));
}

function plain({ execution, model }: Write, { deleted }: TargetOptions): Statement {
  return keepFor(execution, JSON.stringify(['target', model.id, deleted]), () => {
    const parameters = createReadParameters('all');
    const named = `r.id = any(${parameters.bind(idsPlace, 'uuid[]')})`;
    const condition = deleted ? '' : ' and r.deleted_at is null';
    return createStatement(
      `select ${rowColumns({ execution, model }, 'r')}`,
      ` from ${tableOf(model)} r where ${named}${condition}`,
      parameters.values,
    );
  });
}

/** A grant that names what is off reaches nothing, also here. */
function judging({ execution, model }: Write, options: TargetOptions): Statement {
  const { action, deleted, lock } = options;
  return keepFor(execution, JSON.stringify(['judged', model.id, action, deleted, lock]), () => {
    const asking = withoutCatalog(execution);
    const asked = asking.assembly.models.get(model.id) ?? model;
    const parameters = createReadParameters('reach');
    const named = `r.id = any((select ${parameters.bind(idsPlace, 'uuid[]')})::uuid[])`;
    const readable = compilePredicate(asking, asked, 'read', 'r', parameters);
    const permitted = compilePredicate(asking, asked, action, 'r', parameters);
    const condition = deleted ? '' : ' and r.deleted_at is null';
    return createStatement(
      `select ${rowColumns({ execution, model }, 'r')}, (${readable}) as "$readable", (${permitted}) as "$permitted"`,
      ` from ${tableOf(model)} r where ${named}${condition}${lock ? ' order by r.id for no key update of r' : ''}`,
      parameters.values,
    );
  });
}

/** While a statement is under way, those who ask the same of other records, as the same principal and by the same token or session, share the next one. */
async function findTogether(
  { execution }: Write,
  id: string,
  statement: Statement,
): Promise<readonly Row[]> {
  const found = execution.transaction
    ? await runByNames(execution, statement, { ids: [id] })
    : await gatheringOf(execution, statement).ask({ execution, id });
  await settleBy(execution, found);
  return found.rows.filter((row) => row['id'] === id);
}

async function findRows(
  { execution }: Write,
  ids: readonly string[],
  statement: Statement,
): Promise<readonly Row[]> {
  const found = await runByNames(execution, statement, { ids });
  await settleBy(execution, found);
  return found.rows;
}

function gatheringOf(execution: Execution, statement: Statement): Gathering<Asked, Found<Row>> {
  const ofStatement = orKept(gatherings, statement, () => new WeakMap());
  return orKept(ofStatement, presumedOf(execution) ?? statement, () =>
    createCommonGathering((last, asked) =>
      runByNames(last.execution, statement, { ids: asked.map((one) => one.id) }),
    ),
  );
}

async function settleBy(execution: Execution, { standing }: Found<Row>): Promise<void> {
  if (standing === undefined) await settleStanding(execution);
  else execution.standing?.settle(standing);
}

/** Every column of an entity's table, as a select names them. */
export function rowColumns(
  { execution, model }: Pick<Write, 'execution' | 'model'>,
  alias: string,
): string {
  return [...columnTypes(model, execution.assembly.models).keys()]
    .map((column) => `${alias}.${quoteName(column)}`)
    .join(', ');
}
