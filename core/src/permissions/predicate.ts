import type { EntityModel, FieldModel } from '../entities/model.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Execution } from '../plugin/execution.ts';
import { compileFilter } from '../records/filter-compiler.ts';
import { targetOf } from '../records/query-value.ts';
import {
  createQueryContext,
  createSource,
  fromClause,
  type QueryContext,
} from '../records/query-source.ts';
import { allOf, anyOf, quoteName, tableOf, type Parameters } from '../records/sql-parameters.ts';
import { reachesNothing, type Reach } from './access.ts';
import { reach } from './authorize.ts';
import type { RecordAction } from './policy.ts';
import { rowByRow, sharesOf, type RowsMet, type ShareWork } from './share-condition.ts';
import { isSharedByDefault } from './sharing-default.ts';

/** Parents of parents that are followed by `shareVia`. */
export const MAXIMUM_PARENTS = 4;

/**
 * The condition under which the principal may do the action with a row of the entity: in scope, shared, or through its
 * parent. It is whole in itself and names the row by the alias; `true` without limits, `false` without a grant.
 * A wider scope includes what one owns; a sharing default adds every row to reading or updating; what has neither owner nor parent is in every scope for reading. Inheritance (`shareVia`) holds for reading; for rows that have no owner of
 * their own the parent's owner and team count for every action.
 * @param meets - `all` when the statement holds every row to it, so that shares and parents may be listed once instead of asked row by row; `page` when
 *   it is held to so many that what spares the asking is itself asked ahead
 */
export function compilePredicate(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
  alias: string,
  parameters: Parameters,
  meets: RowsMet = 'some',
): string {
  return compile({ execution, action, parameters, names: `${alias}p`, meets }, model, alias, 0);
}

/** Why a row may be in reach: what its scope says, or that it is shared, or its parent. */
export type PredicateReason =
  | 'all'
  | 'everybody'
  | 'owner'
  | 'team'
  | 'managedTeam'
  | 'filter'
  | 'default'
  | 'share'
  | 'parent';

/** One of the conditions that {@link compilePredicate} puts together with `or`. */
export interface PredicatePart {
  readonly reason: PredicateReason;
  readonly sql: string;
}

/** A parent as the rows below it see it: with the reach that the roles give to those, and how many levels above it stands. */
export interface SeenFromBelow {
  readonly granted: Reach;
  readonly depth: number;
}

/**
 * The conditions of {@link compilePredicate} one by one, to tell which of them holds; none without a grant. `below` asks for those that make
 * a parent count for the rows below it.
 */
export function predicateParts(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
  parameters: Parameters,
  { alias, below }: { readonly alias: string; readonly below?: SeenFromBelow | undefined },
): readonly PredicatePart[] {
  const work: Work = {
    execution,
    action,
    parameters,
    names: `${alias}p`,
    isApart: true,
    meets: 'some',
  };
  return below
    ? partsOfParent(work, model, alias, below.granted, below.depth)
    : partsOf(work, model, alias, reach(execution, model, action), 0);
}

/** The context of a statement that reads: every table in it is held to what the principal may read. */
export function createReadContext(
  execution: Execution,
  parameters: Parameters,
  meets: RowsMet = 'some',
): QueryContext {
  const predicate = (model: EntityModel, alias: string): string =>
    compilePredicate(execution, model, 'read', alias, parameters, meets);
  return createQueryContext(execution, parameters, { predicate });
}

interface Work extends ShareWork {
  /** Aliases inside begin with it, so that none hides one outside. */
  readonly names: string;
  /** Conditions on the same column stay apart, so that each tells its reason. */
  readonly isApart?: boolean;
}

function compile(work: Work, model: EntityModel, alias: string, depth: number): string {
  const granted = reach(work.execution, model, work.action);
  return anyOf(partsOf(work, model, alias, granted, depth).map(({ sql }) => sql));
}

function partsOf(
  work: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): readonly PredicatePart[] {
  if (reachesNothing(granted)) return [];
  const reason = wholeReason(work, model, granted);
  if (reason) return [{ reason, sql: 'true' }];
  return [
    ...scopeParts(work, model, alias, granted, depth),
    ...granted.filters.map((filter, index): PredicatePart => ({
      reason: 'filter',
      sql: filterOf(work, model, alias, filter, `${depth}_${index}`),
    })),
    { reason: 'share', sql: sharesOf(work, model, alias, depth) },
  ];
}

/** Why every row is in reach, if so. */
function wholeReason(
  { action, execution }: Work,
  model: EntityModel,
  granted: Reach,
): PredicateReason | undefined {
  if (granted.all) return 'all';
  if (isSharedByDefault(execution.principal, model, action)) return 'default';
  return isEverybodys(action, model, granted) ? 'everybody' : undefined;
}

/** Records without owner and parent, such as products or states, are read and exported by whoever may do it with some of their entity. */
function isEverybodys(action: string, model: EntityModel, granted: Reach): boolean {
  return (
    (action === 'read' || action === 'export') &&
    !model.owned &&
    model.options.shareVia === undefined &&
    (granted.own || granted.team || granted.teamTree)
  );
}

/** Own, team and subtree, by the row's owner and team or by those of the record that it belongs to. */
function scopeParts(
  work: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): readonly PredicatePart[] {
  const isInherited = work.action === 'read' || !model.owned;
  return [
    ...(model.owned ? ownerParts(work, model, alias, granted) : []),
    ...(isInherited
      ? [{ reason: 'parent' as const, sql: parentOf(work, model, alias, granted, depth) }]
      : []),
  ];
}

function ownerParts(
  { parameters, execution, isApart }: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
): readonly PredicatePart[] {
  const { userId, teamIds, managedTeamIds } = execution.principal;
  const owner = model.fields.get('owner')?.columns.value;
  const team = model.fields.get('team')?.columns.value;
  const mine = granted.team ? teamIds : [];
  const managed = granted.teamTree ? managedTeamIds : [];
  const parts: PredicatePart[] = [];
  if (owner && userId !== null && (granted.own || granted.team || granted.teamTree))
    parts.push({
      reason: 'owner',
      sql: `${alias}.${quoteName(owner)} = ${parameters.bindReach(userId, 'uuid')}`,
    });
  const byTeam = (reason: PredicateReason, ids: readonly string[]): void => {
    if (!team || ids.length === 0) return;
    const sql = `${alias}.${quoteName(team)} = any(${parameters.bindReach(ids, 'uuid[]')})`;
    parts.push({ reason, sql });
  };
  byTeam('team', isApart ? mine : [...mine, ...managed]);
  if (isApart) byTeam('managedTeam', managed);
  return parts;
}

/** The parent is readable, and in the scope that was granted for the child. */
function parentOf(
  work: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): string {
  const parent = parentModel(work.execution, model);
  if (!parent || depth >= MAXIMUM_PARENTS) return 'false';
  const above = `${work.names}${depth}`;
  const parts = partsOfParent(work, parent.model, above, granted, depth + 1);
  const inScope = anyOf(parts.map(({ sql }) => sql));
  if (inScope === 'false') return 'false';
  const readWork = { ...work, action: 'read', names: `${work.names}r` };
  const readable = compile(readWork, parent.model, above, depth + 1);
  const key = `${alias}.${quoteName(parent.field.columns.value)}`;
  if (work.meets === 'all' && inScope === readable && parts.length > 1)
    return isAmong(parent.model, above, parts, key);
  const condition = allOf([inScope, readable]);
  return (
    `exists (select 1 from ${tableOf(parent.model)} ${above} where ${above}.id = ${key}` +
    ` and ${above}.deleted_at is null and ${condition}${rowByRow(work)})`
  );
}

/** Whether the key is among the ids of the rows that one of the parts lets through, each part served by an index of its own. */
function isAmong(
  model: EntityModel,
  alias: string,
  parts: readonly PredicatePart[],
  key: string,
): string {
  const ids = parts.map(
    ({ sql }) =>
      `select ${alias}.id from ${tableOf(model)} ${alias} where ${alias}.deleted_at is null and ${sql}`,
  );
  return `exists (select 1 from (${ids.join(' union all ')}) ${alias}l where ${alias}l.id = ${key})`;
}

/** What makes a parent count for the rows below it: the scope that was granted for them, or that it is shared. */
function partsOfParent(
  work: Work,
  parent: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): readonly PredicatePart[] {
  if (work.action === 'read' && isSharedByDefault(work.execution.principal, parent, 'read'))
    return [{ reason: 'default', sql: 'true' }];
  const parts = scopeParts(work, parent, alias, granted, depth);
  if (work.action !== 'read') return parts;
  return [...parts, { reason: 'share', sql: sharesOf(work, parent, alias, depth) }];
}

/** The record that rows of the entity belong to, and the field that names it. */
export function parentModel(
  { assembly }: Pick<Execution, 'assembly'>,
  model: EntityModel,
): { readonly model: EntityModel; readonly field: FieldModel } | undefined {
  const { shareVia } = model.options;
  const field = shareVia === undefined ? undefined : model.fields.get(shareVia);
  const parent = field && targetOf(field, assembly.models);
  return field && parent && parent.id !== model.id ? { model: parent, field } : undefined;
}

/** A scope that is a filter. One that names what is not there (its plugin is off) matches nothing. */
function filterOf(
  work: Work,
  model: EntityModel,
  alias: string,
  filter: Reach['filters'][number],
  suffix: string,
): string {
  const context = createQueryContext(work.execution, work.parameters, {
    trusted: true,
    prefix: `${work.names}f${suffix}_`,
  });
  const source = createSource(context, model, alias);
  const bound = work.parameters.values.length;
  try {
    const condition = compileFilter(source, filter);
    const joins = fromClause(source);
    return joins === ''
      ? condition
      : `exists (select 1 from (values (1)) as ${work.names}v${suffix}(n)${joins} where ${condition})`;
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    // Values without a placeholder would fail the statement.
    work.parameters.values.length = bound;
    return 'false';
  }
}
