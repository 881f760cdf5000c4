import { currentExecution, reach, reachesNothing, type Assembly } from '@tessera/core';
import type { EntityChanges } from './change-collector.ts';

/** What one principal may be told of changes. */
export interface Sight {
  /** Ids of entities of which something that he sees has changed. */
  readonly entities: ReadonlySet<string>;
  /** Of the ids asked for: the version of those that he can read now; null for the others. */
  readonly versions: ReadonlyMap<string, number | null>;
  /** Of the ids asked for: those that were deleted now and that he could read until then. */
  readonly gone: ReadonlySet<string>;
}

/**
 * Looks at changes through the record pipeline, as the principal of the running lease; `wanted` are the record ids somebody
 * of his watches.
 */
export async function look(
  assembly: Assembly,
  changes: readonly EntityChanges[],
  wanted: ReadonlySet<string>,
): Promise<Sight> {
  const { records } = assembly.context('tessera');
  const entities = new Set<string>();
  const versions = new Map<string, number | null>();
  const gone = new Set<string>();
  for (const { entity, live, deleted, isVague } of changes) {
    const model = assembly.models.get(entity);
    if (!model || reachesNothing(reach(currentExecution(), model, 'read'))) continue;
    const sees = async (ids: ReadonlySet<string>, isDeleted: boolean): Promise<boolean> => {
      if (ids.size === 0) return false;
      const filter = { id: { in: [...ids] } };
      const page = await records(entity).query({
        filter,
        fields: [],
        limit: 1,
        count: 'none',
        deleted: isDeleted,
      });
      return page.records.length > 0;
    };
    if (isVague || (await sees(live, false)) || (await sees(deleted, true))) entities.add(entity);

    const watched = [...live, ...deleted].filter((id) => wanted.has(id));
    if (watched.length === 0) continue;
    const filter = { id: { in: watched } };
    const page = await records(entity).query({
      filter,
      fields: [],
      limit: watched.length,
      count: 'none',
    });
    for (const id of watched)
      versions.set(id, page.records.find((record) => record.id === id)?.version ?? null);

    const lost = watched.filter((id) => deleted.has(id));
    if (lost.length === 0) continue;
    const past = await records(entity).query({
      filter: { id: { in: lost } },
      fields: [],
      limit: lost.length,
      count: 'none',
      deleted: true,
    });
    for (const { id } of past.records) gone.add(id);
  }
  return { entities, versions, gone };
}
