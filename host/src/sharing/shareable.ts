import {
  compilePredicate,
  createParameters,
  currentExecution,
  errors as coreErrors,
  reach,
  reachesNothing,
  watchesOf,
  type EntityId,
  type EntityModel,
  type Filter,
} from '@tessera/core';
import { isAdministrator } from '../platform/privileges.ts';
import { errors } from './errors.ts';

/** The right to set sharing defaults and rules. */
export const MANAGE = 'tessera.sharing.manage';

/** Whether single records of the entity are in somebody's reach, so that sharing them makes a difference. */
export function isShareable(model: EntityModel): boolean {
  return model.plugin !== 'tessera' && (model.owned || model.options.shareVia !== undefined);
}

/** An entity by its id. @throws TesseraError when it is not there, or cannot be shared. */
export function requireShareable(entity: string): EntityModel {
  const model = currentExecution().assembly.models.get(entity as EntityId);
  if (!model || reachesNothing(reach(currentExecution(), model, 'read')))
    throw coreErrors.nameUnknown({ entity: 'Sharing', what: 'entity', name: entity });
  if (!isShareable(model)) throw errors.notShareable({ entity: model.options.plural.en });
  return model;
}

/**
 * A rule looks at whatever its filter names: by whom it shares with, and how many, it tells of records that whoever makes it cannot see.
 * @throws TesseraError `HOST_SHARING_REACH_TOO_SMALL` unless he may read all records of every entity that the filter looks at
 */
export function requireSight(model: EntityModel, filter: Filter): void {
  const execution = currentExecution();
  if (isAdministrator(execution.principal)) return;
  const { models } = execution.assembly;
  const behind = watchesOf(models, model, filter).filter(({ isOwn }) => !isOwn);
  for (const { entity } of behind) {
    const other = models.get(entity);
    const sight = other && compilePredicate(execution, other, 'read', 'r', createParameters());
    if (!other || sight === 'true') continue;
    throw errors.reachTooSmall({ action: 'read', entity: other.options.plural.en.toLowerCase() });
  }
}

/** Nobody shares more than he reaches. @throws TesseraError `HOST_SHARING_REACH_TOO_SMALL` */
export function requireReach(model: EntityModel, actions: readonly string[]): void {
  const execution = currentExecution();
  if (isAdministrator(execution.principal)) return;
  for (const action of actions) {
    if (reach(execution, model, action).all) continue;
    throw errors.reachTooSmall({ action, entity: model.options.plural.en.toLowerCase() });
  }
}
