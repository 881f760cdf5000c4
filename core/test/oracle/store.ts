import type { EntityModel } from '../../src/entities/model.ts';
import type { Database } from '../../src/records/database.ts';
import { tableOf } from '../../src/records/sql-parameters.ts';
import { searchRow } from '../../src/records/search-grams.ts';
import { ENTITIES, PLANS } from './plans.ts';
import type { RowPlan, WorldPlan } from './world-plan.ts';

type Models = { get(id: string): EntityModel | undefined };
type Row = Readonly<Record<string, unknown>>;

/** Puts a world into the database in place of the one before, in few statements. */
export async function storeWorld(
  database: Database,
  models: Models,
  world: WorldPlan,
): Promise<void> {
  await database.transaction(async (sql) => {
    const tables = [
      ...ENTITIES.map((entity) => tableOf(models.get(entity)!)),
      ...['search', 'record_share', 'sharing_rule', 'sharing_default'].map(
        (name) => `tessera.${name}`,
      ),
      ...['user', 'team', 'role'].map((name) => tableOf(models.get(`tessera.${name}`)!)),
    ];
    // Rows refer to each other in circles: nothing is checked on the way. The triggers that count versions rest too.
    await sql.query('set local session_replication_role = replica');
    for (const table of tables) await sql.query(`delete from ${table}`);
    for (const name of ['policy_state', 'sharing_state'])
      await sql.query(`update tessera.${name} set version = version + 1`);
    const insert = async (table: string, rows: readonly Row[]): Promise<void> => {
      if (rows.length === 0) return;
      const names = Object.keys(rows[0]!).map((name) => `"${name}"`);
      await sql.query(
        `insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      );
    };
    await insert(
      'tessera.role',
      world.roles.map(({ id, key, grants, deleted }) => ({
        ...made(id, deleted),
        key,
        name: key,
        grants,
        permissions: [],
      })),
    );
    await insert(
      'tessera.team',
      world.teams.map(({ id, name, parent, manager, roles, deleted }) => ({
        ...made(id, deleted),
        name,
        parent_id: parent,
        manager_id: manager,
        roles_ids: roles,
      })),
    );
    await insert(
      'tessera."user"',
      world.users.map(({ id, name, team, roles }) => ({
        ...made(id, false),
        name,
        status: 'active',
        team_id: team,
        roles_ids: roles,
      })),
    );
    for (const entity of ENTITIES) {
      const model = models.get(entity)!;
      const rows = world.rows.filter((row) => row.entity === entity);
      await insert(
        tableOf(model),
        rows.map((row) => rowOf(model, row)),
      );
      await insert(
        'tessera.search',
        rows.flatMap((row) => searched(model, row)),
      );
    }
    await insert(
      'tessera.record_share',
      world.shares.map(({ entity, record, user, team, actions, expires }) => ({
        id: crypto.randomUUID(),
        entity,
        record_id: record,
        user_id: user,
        team_id: team,
        actions,
        expires_at: expires,
        created_at: '2026-01-01T00:00:00Z',
      })),
    );
    await insert(
      'tessera.sharing_default',
      Object.entries(world.defaults).map(([entity, level]) => ({ entity, level })),
    );
    for (const { id, entity, filter, user, team, actions } of world.rules)
      await sql.query(
        `insert into tessera.sharing_rule (id, name, entity, filter, user_id, team_id, actions) values ($1, 'Rule', $2, $3, $4, $5, $6)`,
        [id, entity, JSON.stringify(filter), user, team, actions],
      );
    const told = world.history.map(({ id, entity, record, changes }) => ({
      id,
      at: '2026-02-01T00:00:00Z',
      entity,
      record_id: record,
      action: 'update',
      actor_kind: 'system',
      actor_name: 'somebody',
      source: 'api',
      changes,
      plugin: 'zoo',
    }));
    // The audit is only ever added to: while a failure is made smaller the same rows come again.
    const known = await sql.query<{ id: string }>(
      'select id from tessera.audit where id = any($1::uuid[])',
      [told.map(({ id }) => id)],
    );
    await insert(
      'tessera.audit',
      told.filter(({ id }) => !known.some((one) => one.id === id)),
    );
  });
}

function made(id: string, deleted: boolean): Row {
  const at = '2026-01-01T00:00:00Z';
  return {
    id,
    created_at: at,
    updated_at: at,
    version: 1,
    source: 'api',
    deleted_at: deleted ? at : null,
  };
}

function rowOf(model: EntityModel, { id, deleted, values }: RowPlan): Row {
  const row: Record<string, unknown> = made(id, deleted);
  for (const name of Object.keys(PLANS[model.id]!.fields)) {
    const { value, entity } = model.fields.get(name)!.columns;
    const own = values[name] ?? null;
    const pair = own as { entity: string; id: string } | null;
    row[value] = entity ? (pair?.id ?? null) : own;
    if (entity) row[entity] = pair?.entity ?? null;
  }
  return row;
}

function searched(model: EntityModel, { id, values }: RowPlan): Row[] {
  const row = searchRow(model, values);
  return row ? [{ entity: model.id, record_id: id, ...row }] : [];
}
