import {
  currentExecution,
  errors as coreErrors,
  reach,
  reachesNothing,
  type EntityId,
  type EntityModel,
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

/** Nobody shares more than he reaches. @throws TesseraError `HOST_SHARING_REACH_TOO_SMALL` */
export function requireReach(model: EntityModel, actions: readonly string[]): void {
  const execution = currentExecution();
  if (isAdministrator(execution.principal)) return;
  for (const action of actions) {
    if (reach(execution, model, action).all) continue;
    throw errors.reachTooSmall({ action, entity: model.options.plural.en.toLowerCase() });
  }
}
