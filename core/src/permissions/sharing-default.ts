import type { EntityModel } from '../entities/model.ts';
import type { Principal } from './policy.ts';

/** Whether the sharing default of the entity adds every record to the action, for whoever has a grant for it. */
export function isSharedByDefault(
  { sharing }: Pick<Principal, 'sharing'>,
  model: Pick<EntityModel, 'id'>,
  action: string,
): boolean {
  const level = sharing && Object.hasOwn(sharing, model.id) ? sharing[model.id] : 'private';
  return (
    (action === 'read' && (level === 'read' || level === 'write')) ||
    (action === 'update' && level === 'write')
  );
}
