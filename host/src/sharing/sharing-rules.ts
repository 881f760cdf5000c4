import {
  absoluteNames,
  announceAfterCommit,
  catalogModels,
  currentExecution,
  currentSql,
  pathsIn,
  removeUses,
  tellRulesChanged,
  tellSharesChanged,
  writeAuditEntry,
  writeUses,
  type EntityModels,
  type Execution,
  type Filter,
} from '@tessera/core';
import { errors } from './errors.ts';
import { findGrantee, namesOf, type Named } from './grantee.ts';
import { refusePersonal, type RuleBody } from './rule-body.ts';
import {
  countRules,
  countShared,
  deleteRule,
  insertRule,
  readRule,
  readRules,
  renameRule,
  replaceRule,
  type RuleChoice,
  type RuleRow,
} from './rule-store.ts';
import { requireReach, requireShareable, requireSight } from './shareable.ts';

/** A sharing rule as the API shows it. */
export interface RuleAnswer extends Omit<RuleRow, 'userId' | 'teamId' | 'reason'> {
  readonly user: Named | null;
  readonly team: Named | null;
  readonly reason?: string;
  /** Records that it shares now. */
  readonly shared: number;
}

/** What of a rule decides which records it shares with whom. */
const DECIDING = ['entity', 'filter', 'userId', 'teamId', 'actions', 'isActive'] as const;
/** Every write of the entity looks at its rules. */
const MOST_RULES = 50;

export async function listRules(): Promise<readonly RuleAnswer[]> {
  return answers(await readRules(currentExecution().assembly.database));
}

/** How many records a filter matches, of those that whoever asks may read. */
export async function countFilter({
  entity,
  filter,
}: Pick<RuleBody, 'entity' | 'filter'>): Promise<number> {
  const model = requireShareable(entity);
  refusePersonal(filter);
  return currentExecution()
    .assembly.context('tessera')
    .records(model.id)
    .count(filter as Filter);
}

/** Makes a rule; it is to be applied when this has committed. */
export async function createRule(body: RuleBody): Promise<RuleAnswer> {
  const rule = await choiceOf(body);
  const { assembly, principal } = currentExecution();
  const models = await catalogModels(currentExecution());
  const made = await assembly.context('tessera').transaction(async () => {
    const execution = currentExecution();
    const sql = currentSql(execution);
    if ((await countRules(sql, rule.entity)) >= MOST_RULES)
      throw errors.tooManyRules({ limit: MOST_RULES, entity: rule.entity });
    const row = await insertRule(sql, rule, principal.userId, assembly.clock.now());
    await note(execution, models, undefined, row);
    return row;
  });
  return answer(made);
}

/** Changes a rule. What it has shared by its old words is gone at once, what it shares by the new ones comes as it is applied. */
export async function changeRule(id: string, changes: Partial<RuleBody>): Promise<RuleAnswer> {
  const known = await findRule(id);
  const isNewGrantee = changes.user !== undefined || changes.team !== undefined;
  const rule = await choiceOf({
    ...known,
    ...(isNewGrantee ? {} : { user: known.userId, team: known.teamId }),
    ...changes,
  } as RuleBody);
  const models = await catalogModels(currentExecution());
  const changed = await currentExecution()
    .assembly.context('tessera')
    .transaction(async () => {
      const execution = currentExecution();
      const sql = currentSql(execution);
      const before = await readRule(sql, id, true);
      if (!before) throw errors.ruleMissing({ id });
      const isOther = DECIDING.some(
        (name) => JSON.stringify(before[name]) !== JSON.stringify(rule[name]),
      );
      const after = isOther
        ? await replaceRule(sql, id, rule)
        : await renameRule(sql, id, rule.name);
      await note(execution, models, before, after);
      return after;
    });
  return answer(changed);
}

/** Deletes a rule with all its shares, at once. */
export async function removeRule(id: string): Promise<void> {
  await findRule(id);
  const models = await catalogModels(currentExecution());
  await currentExecution()
    .assembly.context('tessera')
    .transaction(async () => {
      const execution = currentExecution();
      const sql = currentSql(execution);
      const before = await readRule(sql, id, true);
      if (!before) throw errors.ruleMissing({ id });
      await deleteRule(sql, id);
      await note(execution, models, before, undefined);
    });
}

async function findRule(id: string): Promise<RuleRow> {
  const rule = await readRule(currentExecution().assembly.database, id);
  if (!rule) throw errors.ruleMissing({ id });
  return rule;
}

/** What was sent, once it is sure that whoever sent it may share so. */
async function choiceOf(body: RuleBody): Promise<RuleChoice> {
  const execution = currentExecution();
  const model = requireShareable(body.entity);
  const actions: RuleChoice['actions'] = body.actions.includes('update')
    ? ['read', 'update']
    : ['read'];
  requireReach(model, actions);
  refusePersonal(body.filter);
  const filter = body.filter as Filter;
  // Read as any filter of theirs: who may not read a field does not learn of it by a rule.
  await execution.assembly
    .context('tessera')
    .records(model.id)
    .query({ filter, limit: 1, fields: [], count: 'none' });
  requireSight(model, filter);
  const grantee = await findGrantee(currentSql(execution), body);
  return {
    name: body.name.trim(),
    entity: model.id,
    filter,
    actions,
    isActive: body.isActive ?? true,
    ...grantee,
  };
}

async function note(
  execution: Execution,
  models: EntityModels,
  before: RuleRow | undefined,
  after: RuleRow | undefined,
): Promise<void> {
  const sql = currentSql(execution);
  const rule = after ?? before;
  if (!rule) return;
  const of = { kind: 'sharingRule', definition: rule.id, title: rule.name, owner: null };
  if (after) await writeUses(sql, of, absoluteNames(models, rule.entity, pathsIn(rule.filter)));
  else await removeUses(sql, of.kind, rule.id);
  await writeAuditEntry(execution, {
    entity: 'tessera.sharingRule',
    recordId: rule.id,
    action: before ? (after ? 'update' : 'delete') : 'create',
    changes: Object.fromEntries(
      (['name', ...DECIDING] as const)
        .map((name) => [name, [before?.[name] ?? null, after?.[name] ?? null]] as const)
        .filter(([, [one, other]]) => JSON.stringify(one) !== JSON.stringify(other)),
    ),
  });
  const entities = new Set([before, after].flatMap((one) => (one ? [one.entity] : [])));
  announceAfterCommit(execution, [tellRulesChanged(), ...[...entities].map(tellSharesChanged)]);
}

async function answer(row: RuleRow): Promise<RuleAnswer> {
  const [one] = await answers([row]);
  return one as RuleAnswer;
}

async function answers(rows: readonly RuleRow[]): Promise<readonly RuleAnswer[]> {
  const shared = await countShared(currentExecution().assembly.database);
  const userOf = await namesOf(
    'tessera.user',
    rows.map(({ userId }) => userId),
  );
  const teamOf = await namesOf(
    'tessera.team',
    rows.map(({ teamId }) => teamId),
  );
  return rows.map(({ userId, teamId, reason, ...row }) => ({
    ...row,
    user: userOf(userId),
    team: teamOf(teamId),
    ...(reason === null ? {} : { reason }),
    shared: shared.get(row.id) ?? 0,
  }));
}
