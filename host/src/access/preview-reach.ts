import {
  compilePredicate,
  createParameters,
  loadAnyPrincipal,
  reach,
  tableOf,
  type EntityModel,
  type Execution,
  type Principal,
  type RoleGrants,
} from '@tessera/core';

/** Users of the role for whom records are counted, and entities that are counted for each. */
const USERS = 5;
const ENTITIES = 10;
/** Counting ends here. */
const MOST = 10_000;

/** How many records of an entity a user reads, before and after; `MOST` is that many or more. */
export interface ReachChange {
  readonly entity: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly before: number;
  readonly after: number;
}

/** How many active users have the role, by themselves or by their team, and what the first of them would read. */
export async function previewReach(
  execution: Execution,
  before: RoleGrants,
  after: RoleGrants,
  changed: readonly EntityModel[],
): Promise<{ readonly users: number; readonly reach: readonly ReachChange[] }> {
  const sql = execution.assembly.database;
  if (before.id === '') return { users: 0, reach: [] };
  const rows = await sql.query<{ id: string; users: number; audience: string }>(
    `select u.id, count(*) over ()::int as users, coalesce(to_jsonb(u) ->> 'audience', 'staff') as audience
     from tessera."user" u left join tessera.team t on t.id = u.team_id and t.deleted_at is null
     where u.deleted_at is null and u.status = 'active' and ($1::uuid = any(u.roles_ids) or $1::uuid = any(t.roles_ids))
     order by u.name, u.id limit ${USERS}`,
    [before.id],
  );
  const counted = countedModels(execution, changed);
  const changes: ReachChange[] = [];
  for (const { id, audience } of rows) {
    const loaded = await loadAnyPrincipal(sql, id, audience === 'portal' ? 'portal' : 'user');
    if (!loaded) continue;
    for (const model of counted)
      changes.push(await countFor(execution, loaded.principal, model, before, after));
  }
  return { users: rows[0]?.users ?? 0, reach: changes };
}

/** Whoever may not read all of an entity learns nothing of how much there is. */
function countedModels(
  execution: Execution,
  changed: readonly EntityModel[],
): readonly EntityModel[] {
  return changed
    .filter((model) => reach(execution, model, 'read').all)
    .toSorted(
      (one, other) =>
        Number(one.options.auxiliary ?? false) - Number(other.options.auxiliary ?? false),
    )
    .slice(0, ENTITIES);
}

async function countFor(
  execution: Execution,
  principal: Principal,
  model: EntityModel,
  before: RoleGrants,
  after: RoleGrants,
): Promise<ReachChange> {
  const others = principal.roles.filter(({ id }) => id !== before.id);
  const count = (role: RoleGrants): Promise<number> =>
    countReadable({ ...execution, principal: { ...principal, roles: [...others, role] } }, model);
  return {
    entity: model.id,
    user: { id: principal.userId ?? '', name: principal.name },
    before: await count(before),
    after: await count(after),
  };
}

async function countReadable(execution: Execution, model: EntityModel): Promise<number> {
  const parameters = createParameters();
  const readable = compilePredicate(execution, model, 'read', 'r', parameters);
  const [row] = await execution.assembly.database.query<{ n: number }>(
    `select count(*)::int as n from (
       select from ${tableOf(model)} r where r.deleted_at is null and ${readable} limit ${MOST}) x`,
    parameters.values,
  );
  return row?.n ?? 0;
}
