import type { EntityModel } from '../entities/model.ts';
import { TesseraError } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { compileFilter } from '../records/filter-compiler.ts';
import { targetOf } from '../records/query-value.ts';
import {
  createQueryContext,
  createSource,
  fromClause,
  type QueryContext,
} from '../records/query-source.ts';
import {
  allOf,
  anyOf,
  quoteName,
  quoteText,
  tableOf,
  type Parameters,
} from '../records/sql-parameters.ts';
import { reachesNothing, type Reach } from './access.ts';
import { reach } from './authorize.ts';
import type { RecordAction } from './policy.ts';

/** Parents of parents that are followed by `shareVia`. */
const MAXIMUM_PARENTS = 4;

/**
 * The condition under which the principal may do the action with a row of the entity: in scope, shared, or through its
 * parent. It is whole in itself and names the row by the alias; `true` without limits, `false` without a grant.
 * A wider scope includes what one owns; what has neither owner nor parent is in every scope for reading. Inheritance (`shareVia`) holds for reading; for rows that have no owner of
 * their own the parent's owner and team count for every action.
 */
export function compilePredicate(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
  alias: string,
  parameters: Parameters,
): string {
  return compile({ execution, action, parameters, names: `${alias}p` }, model, alias, 0);
}

/** The context of a statement that reads: every table in it is held to what the principal may read. */
export function createReadContext(execution: Execution, parameters: Parameters): QueryContext {
  const predicate = (model: EntityModel, alias: string): string =>
    compilePredicate(execution, model, 'read', alias, parameters);
  return createQueryContext(execution, parameters, { predicate });
}

interface Work {
  readonly execution: Execution;
  readonly action: string;
  readonly parameters: Parameters;
  /** Aliases inside begin with it, so that none hides one outside. */
  readonly names: string;
}

function compile(work: Work, model: EntityModel, alias: string, depth: number): string {
  const granted = reach(work.execution, model, work.action);
  if (reachesNothing(granted)) return 'false';
  if (granted.all || isEverybodys(work, model)) return 'true';
  return anyOf([
    scopeOf(work, model, alias, granted, depth),
    ...granted.filters.map((filter, index) =>
      filterOf(work, model, alias, filter, `${depth}_${index}`),
    ),
    sharesOf(work, model, alias),
  ]);
}

/** Records without owner and parent, such as products or states, are read and exported by whoever may do it with some of their entity. */
function isEverybodys({ action, execution }: Work, model: EntityModel): boolean {
  const { own, team, teamTree } = reach(execution, model, action);
  return (
    (action === 'read' || action === 'export') &&
    !model.owned &&
    model.options.shareVia === undefined &&
    (own || team || teamTree)
  );
}

/** Own, team and subtree, by the row's owner and team or by those of the record that it belongs to. */
function scopeOf(
  work: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): string {
  const { parameters, execution } = work;
  const { principal } = execution;
  const conditions: string[] = [];
  const owner = model.owned ? model.fields.get('owner')?.columns.value : undefined;
  const team = model.owned ? model.fields.get('team')?.columns.value : undefined;
  if (owner && principal.userId !== null && (granted.own || granted.team || granted.teamTree)) {
    conditions.push(`${alias}.${quoteName(owner)} = ${parameters.bind(principal.userId, 'uuid')}`);
  }
  const teams = [
    ...(granted.team ? principal.teamIds : []),
    ...(granted.teamTree ? principal.managedTeamIds : []),
  ];
  if (team && teams.length > 0) {
    conditions.push(`${alias}.${quoteName(team)} = any(${parameters.bind(teams, 'uuid[]')})`);
  }
  if (work.action === 'read' || !model.owned)
    conditions.push(parentOf(work, model, alias, granted, depth));
  return anyOf(conditions);
}

/** The parent is readable, and in the scope that was granted for the child. */
function parentOf(
  work: Work,
  model: EntityModel,
  alias: string,
  granted: Reach,
  depth: number,
): string {
  const field =
    model.options.shareVia === undefined ? undefined : model.fields.get(model.options.shareVia);
  const parent = field && targetOf(field, work.execution.assembly.models);
  if (!field || !parent || parent.id === model.id || depth >= MAXIMUM_PARENTS) return 'false';
  const above = `${work.names}${depth}`;
  const inScope = anyOf([
    scopeOf(work, parent, above, granted, depth + 1),
    work.action === 'read' ? sharesOf(work, parent, above) : 'false',
  ]);
  if (inScope === 'false') return 'false';
  const condition = allOf([
    inScope,
    compile({ ...work, action: 'read', names: `${work.names}r` }, parent, above, depth + 1),
  ]);
  return (
    `exists (select 1 from ${tableOf(parent)} ${above} where ${above}.id = ${alias}.${quoteName(field.columns.value)}` +
    ` and ${above}.deleted_at is null and ${condition})`
  );
}

/** Shares add records to reading and updating, never to a principal without a grant. */
function sharesOf(work: Work, model: EntityModel, alias: string): string {
  const { principal } = work.execution;
  if (work.action !== 'read' && work.action !== 'update') return 'false';
  if (principal.userId === null && principal.teamIds.length === 0) return 'false';
  const user = work.parameters.bind(principal.userId, 'uuid');
  const teams = work.parameters.bind(principal.teamIds, 'uuid[]');
  return (
    // As an array, so that PostgreSQL can put it together with the indexes of owner and team.
    `${alias}.id = any(array(select record_id from tessera.record_share where entity = ${quoteText(model.id)}` +
    ` and (user_id = ${user} or team_id = any(${teams})) and ${quoteText(work.action)} = any(actions)` +
    ' and (expires_at is null or expires_at > now())))'
  );
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
