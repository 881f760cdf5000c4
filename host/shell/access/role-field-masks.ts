import type { Grant } from '@tessera/core';
import type { MatrixEntity } from './role-api.ts';
import { accessOf, cellOf, setFields, type Grants, type Row } from './role-grants.ts';
import { reachesNothing } from './role-scope.ts';

/** Masks every personal field that the role sees in the entities; what it does not see at all stays so. */
export function maskPersonal(
  grants: Grants,
  entities: readonly MatrixEntity[],
): { readonly grants: readonly Grant[]; readonly count: number } {
  let own = grants.own;
  let count = 0;
  for (const entity of entities) {
    const row = entity.id as Row;
    const now: Grants = { own, given: grants.given };
    if (reachesNothing(cellOf(now, row, 'read').scopes)) continue;
    const open = entity.fields.filter(
      ({ name, personal }) => personal && ['write', 'read'].includes(accessOf(now, row, name)),
    );
    if (open.length === 0) continue;
    count += open.length;
    own = setFields(now, entity, Object.fromEntries(open.map(({ name }) => [name, 'mask'])));
  }
  return { grants: own, count };
}
