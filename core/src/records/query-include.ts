import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { VisibleFields } from '../permissions/access.ts';
import { isReference } from './query-path.ts';
import { readableTitle, usualFields, visibleFields } from './query-fields.ts';
import {
  columnOf,
  createSource,
  findField,
  isPointedTo,
  unknownField,
  type Source,
} from './query-source.ts';
import { targetOf } from './query-value.ts';
import { fieldWriters, jsonWriter, objectWriter, type ValueWriter } from './row-json.ts';
import type { SentRow } from './sent-row.ts';
import { allOf, quoteName, quoteText, tableOf } from './sql-parameters.ts';

/** A reference to expand in place, with those to expand in what it points to. */
export interface Inclusion {
  /** Names of the fields to show of it; what is usual when there are none. */
  readonly fields: Set<string>;
  readonly below: Map<string, Inclusion>;
}

/** Paths that one query may expand. */
const MAXIMUM_INCLUDES = 30;

/**
 * What to expand: `account`, `account.parent` from `include`; a field `account.name` expands `account` with no more than what is named.
 * @throws TesseraError `CORE_REQUEST_INVALID` when it is too much.
 */
export function inclusionsOf(
  include: readonly string[],
  fields: readonly string[],
): Inclusion['below'] {
  const root: Inclusion = { fields: new Set(), below: new Map() };
  let count = 0;
  const reach = (steps: readonly string[]): Inclusion => {
    let at = root;
    for (const step of steps) {
      const next = at.below.get(step) ?? { fields: new Set<string>(), below: new Map() };
      if (!at.below.has(step)) count += 1;
      at.below.set(step, next);
      at = next;
    }
    return at;
  };
  for (const path of include) reach(path.split('.'));
  for (const path of fields) {
    const steps = path.split('.');
    const last = steps.pop();
    if (steps.length > 0 && last !== undefined) reach(steps).fields.add(last);
  }
  if (count > MAXIMUM_INCLUDES) {
    throw errors.requestInvalid({
      reason: `a query expands at most ${MAXIMUM_INCLUDES} references.`,
    });
  }
  return root.below;
}

/**
 * Writers of the references that are expanded. One that points to nothing, to a deleted record or to one that may not be read becomes
 * null. Each is read for the rows of an answer alone, never for those that are passed over.
 * @throws TesseraError `CORE_NAME_UNKNOWN`, or `CORE_REQUEST_INVALID` for a field that points to nothing.
 */
export function includeReferences(
  from: Source,
  inclusions: Inclusion['below'],
  sent: SentRow,
): ReadonlyMap<FieldModel, ValueWriter> {
  return new Map(
    [...inclusions].map(([name, inclusion]) => {
      const field = findField(from, name);
      return [field, includeField(from, field, inclusion, sent)];
    }),
  );
}

function includeField(
  from: Source,
  field: FieldModel,
  inclusion: Inclusion,
  sent: SentRow,
): ValueWriter {
  if (isReference(field)) return includeOne(from, field, inclusion, sent);
  const [deeper] = [...inclusion.fields, ...inclusion.below.keys()];
  if (deeper !== undefined) throw unknownField(from.model, `${field.name}.${deeper}`);
  if (field.type === 'refs') return jsonWriter(sent, includeMany(from, field));
  if (field.type === 'anyRef') return jsonWriter(sent, includeAny(from, field));
  throw errors.requestInvalid({
    reason: `the field “${field.name}” points to no record to include.`,
  });
}

function includeOne(
  from: Source,
  field: FieldModel,
  inclusion: Inclusion,
  sent: SentRow,
): ValueWriter {
  const { context } = from;
  const { assembly: world } = context.execution;
  const model = targetOf(field, world.models);
  if (!model) throw unknownField(from.model, field.name);
  const target = createSource(context, model, context.nextAlias());
  const { alias } = target;
  const isState = field.type === 'state';
  const visible = isState
    ? stateFields(target)
    : visibleFields(context, model, usualFields(target));
  const where = isPointedTo(from, field, target, isState);
  sent.joins.push(` left join ${tableOf(model)} ${alias} on ${where}`);
  const at = sent.at(columnOf(target, 'id'));
  const write = (fields: readonly FieldModel[]): Map<string, ValueWriter> =>
    fieldWriters({ model, alias, sent, world }, fields, visible.masked);
  const members = write(
    inclusion.fields.size === 0 ? visible.fields : named(model, visible.fields, inclusion, isState),
  );
  for (const [one, writer] of includeReferences(target, inclusion.below, sent))
    members.set(one.name, writer);
  const title = isState
    ? model.fields.get(model.options.title)
    : readableTitle(context.execution, model);
  if (!title) members.set('title', constant(at, null));
  else if (visible.fields.includes(title)) members.set('title', write([title]).get(title.name)!);
  members.set('entity', constant(at, model.id));
  const writeObject = objectWriter(members);
  return { at, write: (_, row) => writeObject(row) };
}

/** The same for each record that is there. */
function constant(at: number, value: string | null): ValueWriter {
  const json = JSON.stringify(value);
  return { at, write: () => json };
}

/** Of what is usual only what is named, besides what every state tells. */
function named(
  model: EntityModel,
  usual: readonly FieldModel[],
  { fields }: Inclusion,
  isState: boolean,
): FieldModel[] {
  const names = new Set(['id', 'version', ...usual.map(({ name }) => name)]);
  for (const name of fields) if (!names.has(name)) throw unknownField(model, name);
  const always = isState ? stateNames(model) : [];
  return usual.filter(({ name }) => fields.has(name) || always.includes(name));
}

/** A state tells what it is called to whoever may read the field that holds it, whatever is granted on the states themselves. */
function stateFields(target: Source): VisibleFields {
  const { fields, masked } = visibleFields(target.context, target.model);
  const told = stateNames(target.model);
  const always = told.flatMap((name) => target.model.fields.get(name) ?? []);
  return {
    fields: [...new Set([...always, ...fields])],
    masked: new Set([...masked].filter((name) => !told.includes(name))),
  };
}

function stateNames(model: EntityModel): readonly string[] {
  return ['key', 'kind', 'order', model.options.title];
}

function includeMany(from: Source, field: FieldModel): string {
  const model = targetOf(field, from.context.execution.assembly.models);
  if (!model) throw unknownField(from.model, field.name);
  const alias = from.context.nextAlias();
  const ids = columnOf(from, field.columns.value);
  const live = allOf([
    `${alias}.id = any(${ids})`,
    `${alias}.deleted_at is null`,
    from.context.readable(model, alias),
  ]);
  return (
    `(select coalesce(jsonb_agg(${mention(from, model, alias)} order by array_position(${ids}, ${alias}.id)), '[]')::text` +
    ` from ${tableOf(model)} ${alias} where ${live})`
  );
}

/** A reference to any entity: whichever of them the principal may read. */
function includeAny(from: Source, field: FieldModel): string {
  const { models } = from.context.execution.assembly;
  const targets = field.targets ?? [...models.keys()];
  const cases = targets.flatMap((id) => {
    const model = models.get(id);
    if (!model || (!field.targets && model.options.auxiliary)) return [];
    const alias = from.context.nextAlias();
    const predicate = from.context.readable(model, alias);
    if (predicate === 'false') return [];
    const live = allOf([
      `${alias}.id = ${columnOf(from, field.columns.value)}`,
      `${alias}.deleted_at is null`,
      predicate,
    ]);
    return [
      `when ${quoteText(id)} then (select ${mention(from, model, alias)}::text from ${tableOf(model)} ${alias} where ${live})`,
    ];
  });
  const entity = columnOf(from, field.columns.entity ?? '');
  return cases.length === 0 ? 'null' : `case ${entity} ${cases.join(' ')} end`;
}

function mention(from: Source, model: EntityModel, alias: string): string {
  const title = readableTitle(from.context.execution, model);
  const shown = title ? `${alias}.${quoteName(title.columns.value)}` : 'null';
  return `jsonb_build_object('id', ${alias}.id, 'title', ${shown}, 'entity', ${quoteText(model.id)})`;
}
