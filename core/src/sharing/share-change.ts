import type { EntityId } from '../entities/entity.ts';
import type { Change } from '../records/records.ts';

/** What changes of shares are told as; its ids are those of the users and teams whose sight is another. */
export const SHARE: EntityId = 'tessera.recordShare';
/** What changes of rules are told as. */
export const RULE: EntityId = 'tessera.sharingRule';

/** Tells that some records of an entity may have come into somebody's sight or left it; which, is nobody's business. */
export function tellSharesChanged(entity: EntityId): Change {
  return tell(entity, '');
}

/** Tells that a user, or the members of a team, see other records than before. */
export function tellGrantee(id: string): Change {
  return tell(SHARE, id);
}

/** Tells every host that the sharing rules are others. */
export function tellRulesChanged(): Change {
  return tell(RULE, '');
}

function tell(entity: EntityId, id: string): Change {
  return { entity, id, action: 'updated', before: null, after: null, changed: [] };
}
