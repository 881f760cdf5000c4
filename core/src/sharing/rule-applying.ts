import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import type { Change } from '../records/records.ts';
import { tableOf } from '../records/sql-parameters.ts';
import { announceAfterCommit, inTransaction } from '../records/write-batch.ts';
import { reasonToSleep, renewShares } from './rule-shares.ts';
import { tellRulesChanged, tellSharesChanged } from './share-change.ts';
import { ruleColumns, type SharingRule, type SharingRuleState } from './sharing-rule.ts';

/** What a step of applying a rule came to: there is more to do, older writes have to end first, or nothing is left to do. */
export type ApplyingStep = 'more' | 'busy' | 'done';

/** Records of one step. */
const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Applying extends SharingRule {
  readonly isActive: boolean;
  readonly state: SharingRuleState;
  readonly position: string | null;
  /** Whether every write that may not have known of the rule has ended. */
  readonly isKnown: boolean;
}

const readApplying = `select ${ruleColumns}, is_active as "isActive", state, position,
  pg_snapshot_xmin(pg_current_snapshot()) > changed_in as "isKnown"
  from tessera.sharing_rule where id = $1`;

/**
 * Applies a rule to the next records, by their ids, in one transaction. It may be killed and called again, and several hosts may do it at
 * once: each step is done once. What is written meanwhile follows the rule already.
 */
export async function applySharingRule(execution: Execution, id: string): Promise<ApplyingStep> {
  const [rule] = await currentSql(execution).query<Applying>(readApplying, [id]);
  if (!rule?.isActive || (rule.state !== 'waiting' && rule.state !== 'applying')) return 'done';
  if (!rule.isKnown) return 'busy';
  if (reasonToSleep(execution, rule) !== undefined) {
    await putToSleep(execution, rule);
    return 'done';
  }
  return inTransaction(execution, true, (inner) => applyStep(inner, rule));
}

async function applyStep(execution: Execution, rule: Applying): Promise<ApplyingStep> {
  const model = execution.assembly.models.get(rule.entity);
  if (!model) throw errors.recordMissing({ entity: 'entity', id: rule.entity });
  const sql = currentSql(execution);
  // The records first, as whoever writes them does: so none changes between looking at it and saying so.
  const rows = await sql.query<{ id: string }>(
    `select id from ${tableOf(model)} where id > $1 order by id limit ${BATCH} for no key update`,
    [rule.position ?? FIRST],
  );
  const ids = rows.map((row) => row.id);
  const isLast = ids.length < BATCH;
  const [same] = await sql.query(
    `select 1 from tessera.sharing_rule where id = $1 and revision = $2 and is_active and state = $3
     and position is not distinct from $4 for key share`,
    [rule.id, rule.revision, rule.state, rule.position],
  );
  if (!same) return 'more';
  const changed =
    ids.length > 0 ? await renewShares(execution, rule, { id: { in: [...ids] } }) : [];
  const [moved] = await sql.query(
    `update tessera.sharing_rule set state = $5, position = $6, reason = null,
       applied_at = case when $5 = 'applied' then $7::timestamptz else applied_at end
     where id = $1 and revision = $2 and state = $3 and position is not distinct from $4 returning 1`,
    [
      rule.id,
      rule.revision,
      rule.state,
      rule.position,
      isLast ? 'applied' : 'applying',
      isLast ? null : ids.at(-1),
      execution.assembly.clock.now(),
    ],
  );
  if (!moved) return 'more';
  if (changed.length > 0) announceAfterCommit(execution, [tellSharesChanged(rule.entity)]);
  return isLast ? 'done' : 'more';
}

/** Begins anew with every rule, also with what days that pass have changed; answers their ids. */
export async function renewSharingRules(execution: Execution): Promise<readonly string[]> {
  const rows = await currentSql(execution).query<{ id: string }>(
    `update tessera.sharing_rule set state = 'waiting', position = null
     where is_active and state in ('applied', 'failed') returning id`,
  );
  return rows.map(({ id }) => id);
}

/** Writes down why a rule could not be applied; it is tried again at night, or when it is changed. */
export async function failSharingRule(
  execution: Execution,
  id: string,
  reason: string,
): Promise<void> {
  await currentSql(execution).query(
    `update tessera.sharing_rule set state = 'failed', reason = $2, position = null
     where id = $1 and state in ('waiting', 'applying')`,
    [id, reason],
  );
}

/**
 * Puts rules to sleep whose filter names what is off, and wakes those that can be applied again; answers the ids of those. A rule that
 * sleeps shares nothing.
 */
export async function settleSharingRules(execution: Execution): Promise<readonly string[]> {
  const rules = await currentSql(execution).query<Applying>(
    `${readApplying.replace(' where id = $1', '')} where is_active order by id`,
  );
  const woken: string[] = [];
  for (const rule of rules) {
    const sleeps = reasonToSleep(execution, rule) !== undefined;
    if (sleeps && rule.state !== 'dormant') await putToSleep(execution, rule);
    if (!sleeps && rule.state === 'dormant' && (await wake(execution, rule))) woken.push(rule.id);
  }
  return woken;
}

async function putToSleep(execution: Execution, rule: SharingRule): Promise<void> {
  const reason = reasonToSleep(execution, rule) ?? null;
  await inTransaction(execution, true, async (inner) => {
    const sql = currentSql(inner);
    // Writes that share by it end first.
    await sql.query('select 1 from tessera.sharing_rule where id = $1 for update', [rule.id]);
    const [slept] = await sql.query(
      `update tessera.sharing_rule set state = 'dormant', reason = $3, position = null, revision = revision + 1
       where id = $1 and revision = $2 returning 1`,
      [rule.id, rule.revision, reason],
    );
    if (!slept) return;
    await sql.query('delete from tessera.record_share where rule_id = $1', [rule.id]);
    announceAfterCommit(inner, rulesOf(rule));
  });
}

async function wake(execution: Execution, rule: SharingRule): Promise<boolean> {
  const rows = await currentSql(execution).query(
    `update tessera.sharing_rule set state = 'waiting', reason = null, position = null, revision = revision + 1,
       changed_in = pg_current_xact_id() where id = $1 and revision = $2 and state = 'dormant' returning 1`,
    [rule.id, rule.revision],
  );
  if (rows.length > 0) announceAfterCommit(execution, rulesOf(rule));
  return rows.length > 0;
}

function rulesOf({ entity }: SharingRule): readonly Change[] {
  return [tellRulesChanged(), tellSharesChanged(entity)];
}
