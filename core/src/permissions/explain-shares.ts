import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import type { Named, ShareStep } from './explanation.ts';
import { shareCounts } from './share-condition.ts';

interface ShareRow {
  readonly id: string;
  readonly user: Named | null;
  readonly team: Named | null;
  readonly actions: readonly string[];
  readonly rule: Named | null;
  readonly expiresAt: Date | string | null;
  readonly isExpired: boolean;
  readonly counts: boolean;
}

/** The shares of a record with the user or his team; one that has ended, or is for another action, is noted. */
export async function explainShares(
  execution: Execution,
  model: EntityModel,
  id: string,
  action: string,
): Promise<readonly ShareStep[]> {
  const { userId, teamIds } = execution.principal;
  const isShareable = action === 'read' || action === 'update';
  const rows = await currentSql(execution).query<ShareRow>(
    `select s.id, s.actions, s.expires_at as "expiresAt", coalesce(s.expires_at <= now(), false) as "isExpired",
       (${isShareable ? shareCounts(action) : 'false'}) as counts,
       (select jsonb_build_object('id', u.id, 'name', u.name) from tessera."user" u where u.id = s.user_id) as user,
       (select jsonb_build_object('id', t.id, 'name', t.name) from tessera.team t where t.id = s.team_id) as team,
       (select jsonb_build_object('id', l.id, 'name', l.name) from tessera.sharing_rule l where l.id = s.rule_id) as rule
     from tessera.record_share s
     where s.entity = $1 and s.record_id = $2::uuid and (s.user_id = $3::uuid or s.team_id = any($4::uuid[]))
     order by s.created_at, s.id limit 50`,
    [model.id, id, userId, teamIds],
  );
  return rows.map(({ counts, ...row }) => ({
    kind: 'share',
    outcome: counts ? 'grants' : 'noted',
    share: shareOf(row),
  }));
}

function shareOf({ user, team, expiresAt, ...row }: Omit<ShareRow, 'counts'>): ShareStep['share'] {
  const { id, actions, rule, isExpired } = row;
  const named = user ?? team ?? { id: '', name: null };
  return {
    id,
    grantee: { kind: user ? 'user' : 'team', ...named },
    actions,
    rule,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    isExpired,
  };
}
