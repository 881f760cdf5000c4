import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { quoteName, quoteText, tableOf, type Parameters } from '../records/sql-parameters.ts';
import type { Reach } from './access.ts';
import { reach } from './authorize.ts';
import { compilePredicate, parentModel } from './predicate.ts';
import { shareCounts } from './share-condition.ts';
import { isSharedByDefault } from './sharing-default.ts';

/** Parents above parents that are followed; a longer chain is left to the predicate. */
const MAXIMUM_PARENTS = 2;

/**
 * What the principal may read of an entity as selects of ids, each served by an index: what it owns, what its teams work on, what was
 * shared with it, what hangs on parents in reach. Together they are the rows that `compilePredicate` lets through for reading, some of
 * them more than once. Undefined where no list of ids says it: all rows are in reach, or a filter decides.
 */
export function reachArms(
  execution: Execution,
  model: EntityModel,
  parameters: Parameters,
): readonly string[] | undefined {
  const granted = reach(execution, model, 'read');
  const isWhole = granted.all || isSharedByDefault(execution.principal, model, 'read');
  const isEverybodys = !model.owned && model.options.shareVia === undefined;
  if (isWhole || isEverybodys || granted.filters.length > 0) return undefined;
  if (!isListed(execution, model, 0)) return undefined;
  return armsOf({ execution, parameters, granted }, model, 0);
}

interface Work {
  readonly execution: Execution;
  readonly parameters: Parameters;
  /** The scope that was granted for the rows that are asked for. */
  readonly granted: Reach;
}

/** Whether every parent can be listed too. */
function isListed(execution: Execution, model: EntityModel, depth: number): boolean {
  const parent = parentModel(execution, model);
  if (!parent) return true;
  if (depth >= MAXIMUM_PARENTS) return false;
  return (
    !isSharedByDefault(execution.principal, parent.model, 'read') &&
    isListed(execution, parent.model, depth + 1)
  );
}

function armsOf(work: Work, model: EntityModel, depth: number): readonly string[] {
  return [
    ...(model.owned ? ownerArms(work, model, depth) : []),
    ...parentArm(work, model, depth),
    ...shareArms(work, model),
  ];
}

function ownerArms({ execution, parameters, granted }: Work, model: EntityModel, depth: number) {
  const { userId, teamIds, managedTeamIds } = execution.principal;
  const teams = [...(granted.team ? teamIds : []), ...(granted.teamTree ? managedTeamIds : [])];
  const arms: string[] = [];
  if (userId !== null && (granted.own || granted.team || granted.teamTree))
    arms.push(rowsWith(model, depth, 'owner', `= ${parameters.bindReach(userId, 'uuid')}`));
  if (teams.length > 0)
    arms.push(rowsWith(model, depth, 'team', `= any(${parameters.bindReach(teams, 'uuid[]')})`));
  return arms;
}

/** Rows below parents that are in the scope granted for the rows, or shared, and that may be read themselves. */
function parentArm(work: Work, model: EntityModel, depth: number): readonly string[] {
  const { execution, parameters } = work;
  const parent = parentModel(execution, model);
  const above = parent ? armsOf(work, parent.model, depth + 1) : [];
  if (!parent || above.length === 0) return [];
  const alias = `n${depth}p`;
  const readable = compilePredicate(execution, parent.model, 'read', alias, parameters);
  const parents =
    `select ${alias}.id from ${tableOf(parent.model)} ${alias} where ${alias}.deleted_at is null` +
    ` and ${alias}.id = any(array(${union(above)})) and ${readable}`;
  return [rowsWith(model, depth, parent.field.name, `= any(array(${parents}))`)];
}

/** The grantees one by one: an index of shares begins with each. */
function shareArms({ execution, parameters }: Work, model: EntityModel): readonly string[] {
  const { userId, teamIds } = execution.principal;
  const sharedWith = (grantee: string): string =>
    `select record_id from tessera.record_share where entity = ${quoteText(model.id)} and ${grantee}` +
    ` and ${shareCounts('read')}`;
  return [
    ...(userId === null ? [] : [sharedWith(`user_id = ${parameters.bindReach(userId, 'uuid')}`)]),
    ...(teamIds.length === 0
      ? []
      : [sharedWith(`team_id = any(${parameters.bindReach(teamIds, 'uuid[]')})`)]),
  ];
}

function rowsWith(model: EntityModel, depth: number, field: string, condition: string): string {
  const alias = `n${depth}`;
  const column = model.fields.get(field)?.columns.value ?? field;
  return (
    `select ${alias}.id from ${tableOf(model)} ${alias}` +
    ` where ${alias}.deleted_at is null and ${alias}.${quoteName(column)} ${condition}`
  );
}

/** One select of several; each is limited by nothing, and ids may come twice. */
export function union(arms: readonly string[]): string {
  return arms.join(' union all ');
}
