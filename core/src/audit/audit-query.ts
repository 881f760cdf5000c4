import { firstId } from '../entities/partitions.ts';
import type { EntityModel } from '../entities/model.ts';
import { fieldAccess, may } from '../permissions/authorize.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import {
  allOf,
  anyOf,
  createParameters,
  escapeLike,
  quoteText,
  tableOf,
  type Parameters,
} from '../records/sql-parameters.ts';
import type { AuditQuery } from './read-audit.ts';

/** How far the time in an id may be from the time of its entry. */
const SLACK_MS = 3_600_000;

const COLUMNS = `a.id, a.at, a.entity, a.record_id, a.action, a.actor_kind, a.user_id, a.actor_name, a.token_id, a.impersonator_id,
  a.impersonator_name, a.initiator_id, a.initiator_name, a.cause_kind, a.cause_id, a.reason, a.request_id, a.address, a.source,
  a.changes, a.plugin, a.xid`;

/** A page of the audit as one statement: by id downwards, so that a page of any depth costs the same. */
export function compileAudit(
  execution: Execution,
  query: AuditQuery,
  rows: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const parameters = createParameters();
  const where = compileAuditCondition(execution, query, parameters);
  const text = `select page.*, tessera.sealed_in(page.xid, page.id) as batch from (
      select ${COLUMNS} from tessera.audit a where ${where} order by a.id desc limit ${rows}
    ) page order by page.id desc`;
  return { text, values: parameters.values };
}

/** Which rows of `tessera.audit a` a query means, of those that may be read. */
export function compileAuditCondition(
  execution: Execution,
  query: AuditQuery,
  parameters: Parameters,
): string {
  return allOf([
    ...narrowing(query, parameters),
    ...period(execution, query, parameters),
    fieldCondition(execution, query, parameters),
    readableEntries(execution, query, parameters),
  ]);
}

function narrowing(query: AuditQuery, parameters: Parameters): string[] {
  const equal = (column: string, value: string | undefined, type: 'text' | 'uuid'): string =>
    value === undefined ? 'true' : `a.${column} = ${parameters.bind(value, type)}`;
  return [
    equal('entity', query.entity, 'text'),
    equal('record_id', query.record, 'uuid'),
    equal('user_id', query.user, 'uuid'),
    equal('action', query.action, 'text'),
    equal('source', query.source, 'text'),
    equal('actor_kind', query.actor, 'text'),
    equal('request_id', query.request, 'text'),
    equal('plugin', query.plugin, 'text'),
    query.cursor === undefined ? 'true' : `a.id < ${parameters.bind(query.cursor, 'uuid')}`,
    wordsCondition(query.search, parameters),
  ];
}

/** Names and reasons only: whoever could search in values would find out those that he may not read. */
function wordsCondition(search: string | undefined, parameters: Parameters): string {
  const words = search?.trim();
  if (!words) return 'true';
  const pattern = parameters.bind(`%${escapeLike(words)}%`, 'text');
  return anyOf(
    ['actor_name', 'initiator_name', 'impersonator_name', 'reason'].map(
      (column) => `a.${column} ilike ${pattern}`,
    ),
  );
}

/** The time stands in the id too, by which the table is partitioned and read; the two clocks may differ. */
function period({ assembly }: Execution, query: AuditQuery, parameters: Parameters): string[] {
  const slack = SLACK_MS + Math.abs(assembly.clock.now().getTime() - Date.now());
  const bound = (moment: string, side: -1 | 1): string =>
    parameters.bind(firstId(new Date(Math.max(0, Date.parse(moment) + side * slack))), 'uuid');
  const { from, to } = query;
  return [
    ...(from === undefined
      ? []
      : [`a.at >= ${parameters.bind(from, 'timestamptz')}`, `a.id >= ${bound(from, -1)}`]),
    ...(to === undefined
      ? []
      : [`a.at < ${parameters.bind(to, 'timestamptz')}`, `a.id < ${bound(to, 1)}`]),
  ];
}

/** That a field was changed is told only to those who may see it. */
function fieldCondition(execution: Execution, query: AuditQuery, parameters: Parameters): string {
  const { field } = query;
  if (field === undefined) return 'true';
  const entities = [...execution.assembly.models.values()]
    .filter((model) => fieldAccess(execution, model, field) !== 'none')
    .map((model) => model.id);
  const known = parameters.bind(entities, 'text[]');
  return `(a.changes ? ${parameters.bind(field, 'text')} and a.entity = any(${known}))`;
}

/** Entries about records that may be read, live or deleted. */
function readableEntries(execution: Execution, query: AuditQuery, parameters: Parameters): string {
  const models = [...execution.assembly.models.values()].filter(
    (model) => query.entity === undefined || query.entity === model.id,
  );
  const whole: string[] = [];
  const parts: string[] = [];
  for (const [index, model] of models.entries()) {
    const alias = `m${index}`;
    const predicate = compilePredicate(execution, model, 'read', alias, parameters);
    if (predicate === 'true') whole.push(model.id);
    else if (predicate !== 'false') parts.push(aboutReadable(model, alias, predicate));
  }
  return anyOf([
    whole.length === 0 ? 'false' : `a.entity = any(${parameters.bind(whole, 'text[]')})`,
    ...parts,
    ofNoModel(execution, parameters),
  ]);
}

function aboutReadable(model: EntityModel, alias: string, predicate: string): string {
  return (
    `(a.entity = ${quoteText(model.id)} and exists (select from ${tableOf(model)} ${alias}` +
    ` where ${alias}.id = a.record_id and ${predicate}))`
  );
}

/**
 * The host's own affairs are for everybody who reads the audit. Of entities of plugins that are off or gone nobody knows any
 * more who may read what: they are for those who may do everything.
 */
function ofNoModel(execution: Execution, parameters: Parameters): string {
  const known = parameters.bind([...execution.assembly.models.keys()], 'text[]');
  const unknown = `a.entity <> all(${known})`;
  return may(execution, '*') ? unknown : `(${unknown} and starts_with(a.entity, 'tessera.'))`;
}
