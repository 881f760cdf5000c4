import {
  announceAfterCommit,
  currentExecution,
  currentSql,
  tellSharesChanged,
  writeAuditEntry,
  type SharingDefault,
  type Sql,
} from '@tessera/core';
import { errors } from './errors.ts';
import { requireReach, requireShareable } from './shareable.ts';

/** How far records of an entity are shared by default. */
export interface DefaultAnswer {
  readonly entity: string;
  readonly level: SharingDefault;
}

const shared: Readonly<Record<SharingDefault, readonly string[]>> = {
  private: [],
  read: ['read'],
  write: ['read', 'update'],
};

/** The sharing default of an entity; `private` when none was set. */
export async function levelOf(sql: Sql, entity: string): Promise<SharingDefault> {
  const [row] = await sql.query<{ level: SharingDefault }>(
    'select level from tessera.sharing_default where entity = $1',
    [entity],
  );
  return row?.level ?? 'private';
}

/** The defaults of every entity whose records have an owner. */
export async function listDefaults(): Promise<readonly DefaultAnswer[]> {
  const { assembly } = currentExecution();
  const rows = await assembly.database.query<DefaultAnswer>(
    'select entity, level from tessera.sharing_default',
  );
  const levels = new Map(rows.map(({ entity, level }) => [entity, level]));
  return [...assembly.models.values()]
    .filter(({ owned, plugin }) => owned && plugin !== 'tessera')
    .map(({ id }) => ({ entity: id, level: levels.get(id) ?? 'private' }));
}

/** Sets the default of an entity. It holds from the next request on, on every host. */
export async function setDefault(entity: string, level: SharingDefault): Promise<DefaultAnswer> {
  const model = requireShareable(entity);
  if (!model.owned) throw errors.notShareable({ entity: model.options.plural.en });
  requireReach(model, shared[level]);
  return currentExecution()
    .assembly.context('tessera')
    .transaction(async () => {
      const execution = currentExecution();
      const sql = currentSql(execution);
      await sql.query('lock table tessera.sharing_default in share row exclusive mode');
      const before = await levelOf(sql, model.id);
      if (before === level) return { entity: model.id, level };
      await writeLevel(sql, model.id, level);
      await writeAuditEntry(execution, {
        entity: 'tessera.sharingDefault',
        action: 'update',
        changes: { entity: [model.id, model.id], level: [before, level] },
      });
      announceAfterCommit(execution, [tellSharesChanged(model.id)]);
      return { entity: model.id, level };
    });
}

async function writeLevel(sql: Sql, entity: string, level: SharingDefault): Promise<void> {
  if (level === 'private')
    await sql.query('delete from tessera.sharing_default where entity = $1', [entity]);
  else
    await sql.query(
      `insert into tessera.sharing_default (entity, level) values ($1, $2)
       on conflict (entity) do update set level = excluded.level`,
      [entity, level],
    );
}
