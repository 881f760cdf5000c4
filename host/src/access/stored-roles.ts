import { toRole, type RoleGrants, type Sql } from '@tessera/core';

/** A role as it is stored, and how many have it. */
export interface StoredRole {
  readonly role: RoleGrants;
  readonly version: number;
  /** Users who have it themselves, whatever their status. */
  readonly users: number;
  readonly teams: number;
}

type RoleRow = Parameters<typeof toRole>[0] & Pick<StoredRole, 'version' | 'users' | 'teams'>;

/** Every role, by name. */
export async function readRoles(sql: Sql): Promise<readonly StoredRole[]> {
  const rows = await sql.query<RoleRow>(
    `select r.id, r.key, r.name, r.grants, r.permissions, r.withheld, r.version,
       (select count(*)::int from tessera."user" u where u.deleted_at is null and r.id = any(u.roles_ids)) as users,
       (select count(*)::int from tessera.team t where t.deleted_at is null and r.id = any(t.roles_ids)) as teams
     from tessera.role r where r.deleted_at is null order by r.name, r.id`,
  );
  return rows.map((row) => ({
    role: toRole(row),
    version: Number(row.version),
    users: row.users,
    teams: row.teams,
  }));
}
