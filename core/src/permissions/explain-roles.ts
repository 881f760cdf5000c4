import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import type { Sql } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import type { GrantingRole, Named, RoleStep } from './explanation.ts';
import { grantLists, scopesIn, type GrantList } from './grant-list.ts';

/** The user of an explanation. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly audience: 'staff' | 'portal';
  readonly team: Named | null;
  /** Ids of the roles that he has himself; all others come from his team. */
  readonly ownRoles: readonly string[];
}

/** Of the whole row, so that a user has an audience where there are audiences. */
const statement = `
  select u.id, u.name, u.status, coalesce(to_jsonb(u) ->> 'audience', 'staff') as audience,
    coalesce(u.roles_ids, '{}')::text[] as "ownRoles",
    (select jsonb_build_object('id', t.id, 'name', t.name) from tessera.team t
      where t.id = u.team_id and t.deleted_at is null) as team
  from tessera."user" u where u.id = $1::uuid and u.deleted_at is null`;

export async function findSubject(sql: Sql, userId: string): Promise<Subject | undefined> {
  if (!isUuid(userId)) return undefined;
  const [subject] = await sql.query<Subject>(statement, [userId]);
  return subject;
}

/** What each role says of an action on the entity. */
export function explainRoles(
  { assembly, principal }: Execution,
  subject: Subject,
  model: EntityModel,
  action: string,
): readonly RoleStep[] {
  return grantLists(assembly, principal.roles, model).map((list) => {
    const scopes = scopesIn(list, action);
    const isGranting = !list.isReplaced && scopes.some((scope) => scope !== 'none');
    return {
      kind: 'role',
      outcome: isGranting ? 'grants' : 'noted',
      role: grantingRole(subject, list),
      scopes,
      isReplaced: list.isReplaced,
    };
  });
}

/** The role of a list, as it is told. */
export function grantingRole(subject: Subject, { role, from }: GrantList): GrantingRole {
  const { id, key, label } = role;
  const via = subject.ownRoles.includes(id) ? 'user' : 'team';
  return { id, key, name: label.en, via, from };
}
