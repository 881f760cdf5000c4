import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels } from '../entities/model.ts';

/** A record that stands for a natural person. */
export interface PersonReference {
  /** An entity that is declared with `person`. */
  readonly entity: EntityId;
  /** Id of the record. */
  readonly id: string;
}

/** The batch of what was erased: nothing of it can come back. */
export const ERASED_BATCH = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The entities each record of which is one natural person. */
export function personModels(models: EntityModels): EntityModel[] {
  return [...models.values()].filter(isPersonModel);
}

/** Whether each record of the entity is one natural person. */
export function isPersonModel({ options }: EntityModel): boolean {
  return options.person !== undefined;
}
