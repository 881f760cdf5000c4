import { applySharingRule, currentExecution, type Filter, type Principal } from '../src/index.ts';
import { tellRulesChanged } from '../src/sharing/share-change.ts';
import { createParameters, tableOf } from '../src/records/sql-parameters.ts';
import { compileFilter } from '../src/records/filter-compiler.ts';
import { createQueryContext, createSource, fromClause } from '../src/records/query-source.ts';
import type { World } from './world.ts';

export interface RuleOptions {
  readonly entity: string;
  readonly filter: Filter;
  readonly to: Principal;
  readonly actions?: readonly string[];
}

/** Writes a rule down as the host does, and tells every host. */
export async function makeRule(world: World, options: RuleOptions): Promise<string> {
  const { entity, filter, to, actions = ['read'] } = options;
  const [row] = await world.kernel.database.query<{ id: string }>(
    `insert into tessera.sharing_rule (name, entity, filter, user_id, actions) values ('Rule', $1, $2, $3, $4) returning id`,
    [entity, JSON.stringify(filter), to.userId, actions],
  );
  world.kernel.assembly.announce([tellRulesChanged()]);
  return row!.id;
}

/** Applies a rule to the end, as its job does. */
export async function applyRule(world: World, id: string): Promise<void> {
  for (;;) {
    const step = await world.as(world.system, () => applySharingRule(currentExecution(), id));
    if (step === 'done') return;
    if (step === 'busy') await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Records that a rule shares, sorted. */
export async function sharedBy(world: World, rule: string): Promise<string[]> {
  const rows = await world.kernel.database.query<{ id: string }>(
    'select record_id as id from tessera.record_share where rule_id = $1 order by 1',
    [rule],
  );
  return rows.map(({ id }) => id);
}

/** Records that a filter matches, found from scratch, sorted. */
export async function matching(world: World, entity: string, filter: Filter): Promise<string[]> {
  return world.as(world.system, async (execution) => {
    const model = execution.assembly.models.get(entity as `${string}.${string}`)!;
    const parameters = createParameters();
    const source = createSource(
      createQueryContext(execution, parameters, { trusted: true }),
      model,
      't',
    );
    const condition = compileFilter(source, filter);
    const rows = await execution.assembly.database.query<{ id: string }>(
      `select t.id from ${tableOf(model)} t${fromClause(source)} where ${condition} order by 1`,
      parameters.values,
    );
    return rows.map(({ id }) => id);
  });
}

/** Changes a rule as the host does: what it has shared goes, and it is to be applied anew. */
export async function changeRule(
  world: World,
  id: string,
  [entity, filter]: readonly [entity: string, filter: Filter],
  isActive: boolean,
): Promise<void> {
  await world.kernel.database.transaction(async (sql) => {
    await sql.query('select 1 from tessera.sharing_rule where id = $1 for update', [id]);
    await sql.query('delete from tessera.record_share where rule_id = $1', [id]);
    await sql.query(
      `update tessera.sharing_rule set entity = $2, filter = $3, is_active = $4, state = 'waiting', position = null,
         revision = revision + 1, changed_in = pg_current_xact_id() where id = $1`,
      [id, entity, JSON.stringify(filter), isActive],
    );
  });
  world.kernel.assembly.announce([tellRulesChanged()]);
}

/** Deletes a rule with what it has shared. */
export async function deleteRule(world: World, id: string): Promise<void> {
  await world.kernel.database.query('delete from tessera.sharing_rule where id = $1', [id]);
  world.kernel.assembly.announce([tellRulesChanged()]);
}
