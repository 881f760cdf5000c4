import {
  announceAfterCommit,
  currentExecution,
  currentSql,
  isUuid,
  mayShareRecord,
  tellGrantee,
  tellSharesChanged,
  writeAuditEntry,
  type EntityModel,
  type Principal,
  type SharedAction,
  type SharingDefault,
} from '@tessera/core';
import { errors } from './errors.ts';
import { findGrantee, namesOf, type Grantee, type GranteeBody, type Named } from './grantee.ts';
import { isShareable } from './shareable.ts';
import { levelOf } from './sharing-defaults.ts';

/** The record that is shared. */
export interface SharedPlace {
  readonly model: EntityModel;
  readonly id: string;
}

/** What is sent to share a record. */
export interface ShareBody extends GranteeBody {
  readonly actions: readonly SharedAction[];
  /** ISO 8601; for ever when not given. */
  readonly expiresAt?: string | null;
}

/** A share as the API shows it. */
export interface ShareAnswer {
  readonly id: string;
  readonly user: Named | null;
  readonly team: Named | null;
  readonly actions: readonly SharedAction[];
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: Named | null;
  readonly rule: { readonly id: string; readonly name: string } | null;
}

interface ShareRow extends Grantee {
  readonly id: string;
  readonly actions: readonly SharedAction[];
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly ruleId: string | null;
  readonly rule: string | null;
}

const columns = `s.id, s.user_id as "userId", s.team_id as "teamId", s.actions, s.expires_at as "expiresAt", s.created_at as "createdAt",
  s.created_by as "createdBy", s.rule_id as "ruleId"`;

const ofRecord = `select ${columns}, rule.name as rule from tessera.record_share s
  left join tessera.sharing_rule rule on rule.id = s.rule_id
  where s.entity = $1 and s.record_id = $2 and (s.expires_at is null or s.expires_at > now())`;

/** The shares of a record that hold. Ask whether the record may be read before. */
export async function listShares(place: SharedPlace): Promise<{
  readonly shares: readonly ShareAnswer[];
  readonly mayShare: boolean;
  readonly sharing: SharingDefault;
}> {
  const execution = currentExecution();
  const { model, id } = place;
  const rows = await currentSql(currentExecution()).query<ShareRow>(
    `${ofRecord} order by s.rule_id nulls first, s.created_at, s.id`,
    [model.id, id],
  );
  return {
    shares: await answers(rows),
    mayShare: isShareable(model) && (await mayShareRecord(execution, model, id)),
    sharing: await levelOf(currentSql(currentExecution()), model.id),
  };
}

/** Shares a record with a user or team, in place of what was shared with them before. Ask whether the record may be read before. */
export async function shareRecord(place: SharedPlace, body: ShareBody): Promise<ShareAnswer> {
  const { model, id } = place;
  await requireMayShare(place);
  const grantee = await findGrantee(currentSql(currentExecution()), body);
  const { principal, assembly } = currentExecution();
  if (grantee.userId !== null && grantee.userId === principal.userId)
    throw errors.granteeWrong({ id: grantee.userId, reason: 'it is yourself.' });
  const expiresAt = readExpiry(body.expiresAt ?? null, assembly.clock.now());
  const made = await assembly.context('tessera').transaction(async () => {
    const sql = currentSql(currentExecution());
    const [before] = await sql.query<ShareRow>(
      `select ${columns}, null as rule from tessera.record_share s where s.entity = $1 and s.record_id = $2
       and s.user_id is not distinct from $3 and s.team_id is not distinct from $4 and s.rule_id is null for update`,
      [model.id, id, grantee.userId, grantee.teamId],
    );
    const [after] = await sql.query<ShareRow>(
      `insert into tessera.record_share as s (entity, record_id, user_id, team_id, actions, expires_at, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (entity, record_id, user_id, team_id, rule_id) do update
         set actions = excluded.actions, expires_at = excluded.expires_at, created_by = excluded.created_by, created_at = excluded.created_at
       returning ${columns}, null as rule`,
      [
        model.id,
        id,
        grantee.userId,
        grantee.teamId,
        withReading(body.actions),
        expiresAt,
        principal.userId,
        assembly.clock.now(),
      ],
    );
    if (!after) throw new Error('The share was not written.');
    await note(place, 'share', before, after);
    return after;
  });
  const [answer] = await answers([made]);
  return answer as ShareAnswer;
}

/** Takes a share away: whoever may share the record does it, or whom it was shared with. */
export async function unshareRecord(place: SharedPlace, share: string): Promise<void> {
  const { model, id } = place;
  const { assembly, principal } = currentExecution();
  const [row] = isUuid(share)
    ? await currentSql(currentExecution()).query<ShareRow>(`${ofRecord} and s.id = $3`, [
        model.id,
        id,
        share,
      ])
    : [];
  if (!row) throw errors.missing({ id: share });
  if (!isWithout(row, principal)) await requireMayShare(place);
  if (row.rule !== null) throw errors.byRule({ rule: row.rule });
  await assembly.context('tessera').transaction(async () => {
    const gone = await currentSql(currentExecution()).query(
      'delete from tessera.record_share where id = $1 returning 1',
      [row.id],
    );
    if (gone.length > 0) await note(place, 'unshare', row, undefined);
  });
}

/** Removes what has ended; whom it was shared with learns. */
export async function removeExpiredShares(): Promise<void> {
  const rows = await currentSql(currentExecution()).query<{ grantee: string }>(
    'delete from tessera.record_share where expires_at <= now() returning coalesce(user_id, team_id) as grantee',
  );
  const grantees = new Set(rows.map(({ grantee }) => grantee));
  currentExecution().assembly.announce([...grantees].map(tellGrantee));
}

/** Whether it is one's own share, which one may go without; not for another, nor by a token that was made for something else. */
function isWithout({ userId }: ShareRow, principal: Principal): boolean {
  const isOwn = userId !== null && userId === principal.userId;
  return isOwn && !principal.impersonator && !principal.scopes;
}

async function requireMayShare({ model, id }: SharedPlace): Promise<void> {
  if (!isShareable(model)) throw errors.notShareable({ entity: model.options.plural.en });
  if (!(await mayShareRecord(currentExecution(), model, id))) throw errors.notPermitted();
}

function readExpiry(text: string | null, now: Date): string | null {
  if (text === null) return null;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()) || moment <= now) throw errors.expired({ moment: text });
  return moment.toISOString();
}

/** Nobody changes what he does not see. */
function withReading(actions: readonly SharedAction[]): readonly SharedAction[] {
  return actions.includes('update') ? ['read', 'update'] : ['read'];
}

async function note(
  { model, id }: SharedPlace,
  action: 'share' | 'unshare',
  before: ShareRow | undefined,
  after: ShareRow | undefined,
): Promise<void> {
  const execution = currentExecution();
  await writeAuditEntry(execution, {
    entity: model.id,
    recordId: id,
    action,
    changes: { shares: [before ? told(before) : null, after ? told(after) : null] },
  });
  const grantee = (after ?? before)?.userId ?? (after ?? before)?.teamId;
  if (!grantee) return;
  announceAfterCommit(execution, [tellGrantee(grantee), tellSharesChanged(model.id)]);
}

function told({ userId, teamId, actions, expiresAt }: ShareRow): object {
  return { user: userId, team: teamId, actions, expiresAt };
}

async function answers(rows: readonly ShareRow[]): Promise<readonly ShareAnswer[]> {
  const userOf = await namesOf(
    'tessera.user',
    rows.flatMap(({ userId, createdBy }) => [userId, createdBy]),
  );
  const teamOf = await namesOf(
    'tessera.team',
    rows.map(({ teamId }) => teamId),
  );
  return rows.map((row) => ({
    id: row.id,
    user: userOf(row.userId),
    team: teamOf(row.teamId),
    actions: row.actions,
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    createdBy: userOf(row.createdBy),
    rule: row.ruleId !== null && row.rule !== null ? { id: row.ruleId, name: row.rule } : null,
  }));
}
