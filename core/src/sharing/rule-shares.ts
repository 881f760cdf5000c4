import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import { anonymousPrincipal } from '../permissions/principal.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { compileFilter } from '../records/filter-compiler.ts';
import type { Filter } from '../records/filter.ts';
import { createQueryContext, createSource, fromClause } from '../records/query-source.ts';
import { createParameters, tableOf, type Parameters } from '../records/sql-parameters.ts';
import type { SharingRule } from './sharing-rule.ts';

/**
 * Makes the shares of a rule what its filter says now, for the records that `among` finds. Deleted records keep theirs, so that a restored
 * one comes back as it went. Answers the records whose shares have changed.
 */
export async function renewShares(
  execution: Execution,
  rule: SharingRule,
  among: Filter,
): Promise<readonly string[]> {
  const model = execution.assembly.models.get(rule.entity);
  if (!model) return [];
  const parameters = createParameters();
  const due = selectMatching(execution, model, among, parameters, 'due');
  const fits = selectMatching(execution, model, rule.filter, parameters, 'fit', 'due');
  const [entity, id, user, team, actions] = [
    parameters.bind(rule.entity, 'text'),
    parameters.bind(rule.id, 'uuid'),
    parameters.bind(rule.userId, 'uuid'),
    parameters.bind(rule.teamId, 'uuid'),
    parameters.bind(rule.actions, 'text[]'),
  ];
  const rows = await currentSql(execution).query<{ id: string }>(
    `with due as materialized (${due}),
     fits as materialized (${fits}),
     gone as (delete from tessera.record_share s using due where s.rule_id = ${id} and s.record_id = due.id
       and not exists (select 1 from fits where fits.id = s.record_id) returning s.record_id),
     come as (insert into tessera.record_share (entity, record_id, user_id, team_id, actions, rule_id)
       select ${entity}, fits.id, ${user}, ${team}, ${actions}, ${id} from fits
       on conflict (entity, record_id, user_id, team_id, rule_id) do nothing returning record_id)
     select record_id as id from gone union all select record_id from come`,
    parameters.values,
  );
  return rows.map((row) => row.id);
}

/** How many records that are not deleted a filter matches, whoever asks. */
export async function countMatching(
  execution: Execution,
  model: EntityModel,
  filter: Filter,
): Promise<number> {
  const parameters = createParameters();
  const matching = selectMatching(execution, model, filter, parameters, 'fit', undefined, true);
  const [row] = await currentSql(execution).query<{ count: number }>(
    `select count(*) as count from (${matching}) matching`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** Why a rule cannot be applied with the plugins that are on; undefined when it can. */
export function reasonToSleep(
  execution: Execution,
  { entity, filter }: Pick<SharingRule, 'entity' | 'filter'>,
): string | undefined {
  const model = execution.assembly.models.get(entity);
  if (!model)
    return errors.nameUnknown({ entity: 'Sharing', what: 'entity', name: entity }).message;
  try {
    selectMatching(execution, model, filter, createParameters(), 'fit');
    return undefined;
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    return error.message;
  }
}

function selectMatching(
  execution: Execution,
  model: EntityModel,
  filter: Filter,
  parameters: Parameters,
  name: string,
  within?: string,
  isLive = false,
): string {
  // A rule is the same whoever writes.
  const ruling = { ...execution, principal: anonymousPrincipal() };
  const context = createQueryContext(ruling, parameters, { trusted: true, prefix: `${name}_` });
  const source = createSource(context, model, name);
  const condition = compileFilter(source, filter);
  const from = within
    ? `${within} join ${tableOf(model)} ${name} using (id)`
    : `${tableOf(model)} ${name}`;
  const live = isLive ? ` and ${name}.deleted_at is null` : '';
  return `select ${name}.id from ${from}${fromClause(source)} where ${condition}${live}`;
}
