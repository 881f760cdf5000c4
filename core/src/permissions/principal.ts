import type { Sql } from '../records/database.ts';
import type { Grant, Principal, Role, SharingDefault } from './policy.ts';

interface PrincipalRow {
  readonly name: string;
  readonly status: string;
  readonly team: string | null;
  readonly managed: readonly string[];
  readonly roles: readonly {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly grants: unknown;
    readonly permissions: unknown;
    readonly withheld: unknown;
  }[];
  readonly sharing: Readonly<Record<string, SharingDefault>>;
  readonly version: number;
}

const statement = `
  with recursive managed as (
    select id from tessera.team where manager_id = $1::uuid and deleted_at is null
    union
    select below.id from tessera.team below join managed on below.parent_id = managed.id where below.deleted_at is null
  )
  select u.name, u.status, t.id as team,
    array(select id from managed) as managed,
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name, 'grants', r.grants,
        'permissions', r.permissions, 'withheld', r.withheld) order by r.key), '[]')
      from tessera.role r where (r.id = any(u.roles_ids) or r.id = any(t.roles_ids)) and r.deleted_at is null) as roles,
    (select coalesce(jsonb_object_agg(entity, level), '{}') from tessera.sharing_default) as sharing,
    (select version from tessera.policy_state) as version
  from tessera."user" u left join tessera.team t on t.id = u.team_id and t.deleted_at is null
  where u.id = $1::uuid and u.deleted_at is null`;

/** A user as it would act, and whether it may. */
export interface LoadedPrincipal {
  readonly principal: Principal;
  readonly status: string;
}

/** A user as principal, as of now; undefined when there is none, or its status is not `active`. */
export async function loadPrincipal(
  sql: Sql,
  userId: string,
  kind: Principal['kind'] = 'user',
): Promise<Principal | undefined> {
  const loaded = await loadAnyPrincipal(sql, userId, kind);
  return loaded?.status === 'active' ? loaded.principal : undefined;
}

/** A user as principal whatever its status: to tell what it may do, not to act as it. */
export async function loadAnyPrincipal(
  sql: Sql,
  userId: string,
  kind: Principal['kind'] = 'user',
): Promise<LoadedPrincipal | undefined> {
  const [row] = await sql.query<PrincipalRow>(statement, [userId]);
  if (!row) return undefined;
  const principal: Principal = {
    kind,
    userId,
    name: row.name,
    teamIds: row.team === null ? [] : [row.team],
    managedTeamIds: row.managed,
    roles: row.roles.map(toRole),
    policyVersion: Number(row.version),
    unlimited: false,
    // What everybody may see is what everybody of the staff may see.
    ...(kind === 'portal' ? {} : { sharing: row.sharing }),
  };
  return { principal, status: row.status };
}

/** Nobody: a request without a session. It has no role, so it may do nothing that asks for one. */
export function anonymousPrincipal(): Principal {
  return {
    kind: 'anonymous',
    userId: null,
    name: 'anonymous',
    teamIds: [],
    managedTeamIds: [],
    roles: [],
    policyVersion: 0,
    unlimited: false,
  };
}

/** What is stored as JSON may have been written by hand: what is no grant grants nothing. */
export function toRole(row: PrincipalRow['roles'][number]): Role {
  const { id, key, name, grants, permissions, withheld } = row;
  return {
    id,
    key,
    label: { en: name },
    grants: Array.isArray(grants) ? grants.filter(isGrant) : [],
    permissions: textsOf(permissions),
    withheld: textsOf(withheld),
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isGrant(value: unknown): value is Grant {
  if (typeof value !== 'object' || value === null) return false;
  const { entity, actions, fields } = value as Partial<Record<keyof Grant, unknown>>;
  return (
    typeof entity === 'string' &&
    isPlain(actions) &&
    (fields === undefined || fields === null || isPlain(fields))
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
