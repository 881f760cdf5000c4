import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { reach } from './authorize.ts';

/**
 * Whether the owner or the team of a row alone let the principal do the action with it, as the first conditions of `compilePredicate` say. Where
 * they do not, the database has to be asked: the row may be shared, or reached by its parent or by a filter.
 */
export function isOwnRow(
  execution: Execution,
  model: EntityModel,
  action: string,
  row: Readonly<Record<string, unknown>>,
): boolean {
  const granted = reach(execution, model, action);
  if (granted.all) return true;
  if (!model.owned) return false;
  const { userId, teamIds, managedTeamIds } = execution.principal;
  const value = (name: string): unknown => row[model.fields.get(name)?.columns.value ?? ''] ?? null;
  const teams = [...(granted.team ? teamIds : []), ...(granted.teamTree ? managedTeamIds : [])];
  const isOwners = granted.own || granted.team || granted.teamTree;
  return (
    (isOwners && userId !== null && value('owner') === userId) ||
    teams.includes(value('team') as string)
  );
}
