import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { targetOf } from './query-value.ts';
import { allOf, quoteName, tableOf, type Parameters } from './sql-parameters.ts';

/** One statement while it is being compiled. */
export interface QueryContext {
  readonly execution: Execution;
  readonly parameters: Parameters;
  /** A rule that an administrator made: it may name every field and every record, whoever it is applied to. */
  readonly trusted: boolean;
  /** Parts of filters met so far. */
  nodes: number;
  /** Fields that are asked about by name and whose reading is written down. */
  readonly sensitive: Map<EntityModel, Set<string>>;
  nextAlias(): string;
  /** The condition under which a row of the entity may be read. */
  readable(model: EntityModel, alias: string): string;
}

/** Either trusted, or with the predicate that every table met on the way is held to (`createReadContext`). */
export type QueryContextOptions = { readonly prefix?: string } & (
  | { readonly trusted: true }
  | { readonly trusted?: false; readonly predicate: (model: EntityModel, alias: string) => string }
);

export function createQueryContext(
  execution: Execution,
  parameters: Parameters,
  options: QueryContextOptions,
): QueryContext {
  let aliases = 0;
  const trusted = options.trusted === true || execution.principal.unlimited;
  return {
    execution,
    parameters,
    trusted,
    nodes: 0,
    sensitive: new Map(),
    nextAlias: () => `${options.prefix ?? 'j'}${++aliases}`,
    readable: (model, alias) =>
      trusted || options.trusted ? 'true' : options.predicate(model, alias),
  };
}

/** Rows of one entity within a statement, and what is joined to them along references. */
export interface Source {
  readonly context: QueryContext;
  readonly model: EntityModel;
  readonly alias: string;
  /** Where this source hangs on the rows that the statement is about; empty for those themselves. */
  readonly path: string;
  /** By path; shared by all sources of one `from`. Each joins at most one row, so no row is ever doubled. */
  readonly joins: Map<string, { readonly source: Source; readonly sql: string }>;
}

export function createSource(context: QueryContext, model: EntityModel, alias: string): Source {
  return { context, model, alias, path: '', joins: new Map() };
}

/** The joins of a source as they follow its table; each begins with a space. */
export function fromClause(source: Source): string {
  return [...source.joins.values()].map((join) => ` ${join.sql}`).join('');
}

/** The column of a field on the rows of a source. */
export function columnOf(source: Source, column: string): string {
  return `${source.alias}.${quoteName(column)}`;
}

/**
 * A field by its name.
 * @throws TesseraError `CORE_NAME_UNKNOWN`, the same for a field that is not there and one that may not be read.
 */
export function findField(source: Source, name: string): FieldModel {
  const { context, model } = source;
  const field = model.fields.get(name);
  if (!field || !(context.trusted || isReadable(context.execution, model, field)))
    throw unknownField(model, name);
  if (field.sensitive && !context.trusted) noteSensitive(context, model, name);
  return field;
}

function noteSensitive({ sensitive }: QueryContext, model: EntityModel, name: string): void {
  const names = sensitive.get(model) ?? new Set();
  sensitive.set(model, names.add(name));
}

export function unknownField(model: EntityModel, name: string): Error {
  return errors.nameUnknown({ entity: model.options.label.en, what: 'field', name });
}

/**
 * The rows that a reference points to, joined once: no row where it is empty, deleted, or not readable.
 * `machine` joins whatever the principal may read: the order of states is no secret of theirs.
 */
export function joinTarget(source: Source, field: FieldModel, machine = false): Source {
  const { context } = source;
  const path = `${source.path}${machine ? '!' : ''}${field.name}.`;
  const known = source.joins.get(path);
  if (known) return known.source;
  const model = targetOf(field, context.execution.assembly.models);
  if (!model) throw unknownField(source.model, field.name);
  const alias = context.nextAlias();
  const target: Source = { context, model, alias, path, joins: source.joins };
  const on = isPointedTo(source, field, target, machine);
  source.joins.set(path, { source: target, sql: `left join ${tableOf(model)} ${alias} on ${on}` });
  return target;
}

/** The condition under which a row of the target is what the reference points to, and may be read. */
export function isPointedTo(
  source: Source,
  field: FieldModel,
  { alias, model }: Pick<Source, 'alias' | 'model'>,
  machine: boolean,
): string {
  return allOf([
    `${alias}.id = ${columnOf(source, field.columns.value)}`,
    // A removed state still orders and names the records that are in it.
    machine ? 'true' : `${alias}.deleted_at is null`,
    machine ? 'true' : source.context.readable(model, alias),
  ]);
}
