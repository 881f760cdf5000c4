import type { EntityId } from '../entities/entity.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { tableOf } from '../records/sql-parameters.ts';
import { withCatalog } from './catalog-models.ts';

/** How many records of an entity somebody owns. */
export interface OwnedRecords {
  readonly entity: EntityId;
  readonly count: number;
}

/**
 * How many records of each entity a user owns, on the entities of all installed plugins in every state; nothing of entities where there are none.
 * @param which - `live` leaves out the recycle bin
 */
export async function countOwned(
  execution: Execution,
  user: string,
  which: 'live' | 'all',
): Promise<readonly OwnedRecords[]> {
  const whole = await withCatalog(execution);
  const isLive = which === 'live' ? ' and deleted_at is null' : '';
  const owned: OwnedRecords[] = [];
  for (const model of whole.assembly.models.values()) {
    if (!model.owned) continue;
    const [row] = await currentSql(whole).query<{ count: number }>(
      `select count(*)::int as count from ${tableOf(model)} where owner_id = $1${isLive}`,
      [user],
    );
    if (row && row.count > 0) owned.push({ entity: model.id, count: row.count });
  }
  return owned;
}
