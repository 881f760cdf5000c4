import type { EntityId } from '../entities/entity.ts';
import { isInNaturalOrder } from '../entities/table-index.ts';
import { errors } from '../errors.ts';
import { addDays, dayOfOperand, daySpan, momentSpan, startOfDay } from './filter-span.ts';
import { toOperand, wrongOperator, wrongValue } from './filter-operand.ts';
import type { PathValue } from './query-path.ts';
import { columnOf, type QueryContext } from './query-source.ts';
import { isUuid, sqlTypes, targetOf, type ValueKind } from './query-value.ts';
import { allOf, anyOf, escapeLike, quoteName, tableOf } from './sql-parameters.ts';

/** Values of one list at most. */
const MAXIMUM_VALUES = 5000;

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const ordered: ReadonlySet<ValueKind> = new Set([
  'text',
  'integer',
  'decimal',
  'percent',
  'date',
  'datetime',
]);
const many: ReadonlySet<ValueKind> = new Set(['ids', 'keys']);

/**
 * One operator on one value as SQL. What negates (`ne`, `notIn`, `hasNone`) holds for an absent value too; everything
 * else but `isNull` does not.
 * @throws TesseraError `CORE_REQUEST_INVALID` when the field does not have the operator or cannot have the value.
 */
export function compileOperator(target: PathValue, operator: string, operand: unknown): string {
  switch (operator) {
    case 'eq':
      return operand === null ? isAbsent(target) : equals(target, operand);
    case 'ne':
      return operand === null ? not(isAbsent(target)) : not(equals(target, operand));
    case 'in':
      return among(target, listOf(target, operand));
    case 'notIn':
      return not(among(target, listOf(target, operand)));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compare(target, operator, operand);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return matchText(target, operator, operand);
    case 'isNull':
      if (operand !== true && operand !== false && operand !== 'true' && operand !== 'false')
        throw wrongValue(target, operand);
      return String(operand) === 'true' ? isAbsent(target) : not(isAbsent(target));
    case 'within':
      return isWithin(target, operand);
    case 'hasAny':
    case 'hasAll':
    case 'hasNone':
      return has(target, operator, operand);
    case 'under':
      return isUnder(target, operand);
    default:
      throw wrongOperator(target, operator);
  }
}

function not(condition: string): string {
  return `(${condition}) is not true`;
}

function isAbsent(target: PathValue): string {
  return many.has(target.kind)
    ? `coalesce(cardinality(${target.sql}), 0) = 0`
    : `${target.sql} is null`;
}

function equals(target: PathValue, operand: unknown): string {
  if (many.has(target.kind) || target.kind === 'state' || operand === '$myTeams')
    return among(target, [operand]);
  if (target.kind === 'json') throw wrongOperator(target, 'eq');
  if (target.kind === 'datetime' && dayOperand(target, operand) !== undefined) {
    return allOf([compare(target, 'gte', operand), compare(target, 'lte', operand)]);
  }
  if (
    target.kind === 'anyRef' &&
    typeof operand === 'object' &&
    operand !== null &&
    'entity' in operand
  ) {
    const entity = columnOf(target.source, target.field.columns.entity ?? '');
    const known = context(target).execution.assembly.models;
    if (!known.has(operand.entity as EntityId)) throw wrongValue(target, operand);
    return allOf([
      `${target.sql} = ${bind(target, operand)}`,
      `${entity} = ${parameters(target).bind(operand.entity, 'text')}`,
    ]);
  }
  return `${indexed(target)} = ${bind(target, operand)}`;
}

/** A text as its index has it: what is equal in the natural order is equal in any. */
function indexed({ sql, field, part, source }: PathValue): string {
  const isNatural = part === undefined && !field.unique && isInNaturalOrder(source.model, field);
  return isNatural ? `${sql} collate tessera.natural` : sql;
}

function among(target: PathValue, operands: readonly unknown[]): string {
  if (target.kind === 'json') throw wrongOperator(target, 'in');
  const conditions = operands.includes(null) ? [isAbsent(target)] : [];
  const values = expand(target, operands);
  if (many.has(target.kind))
    return anyOf([...conditions, `${target.sql} && ${bindList(target, values)}`]);
  if (target.kind === 'state')
    return anyOf([...conditions, amongStates(target, values as readonly string[])]);
  if (
    target.kind === 'anyRef' ||
    (target.kind === 'datetime' &&
      operands.some((operand) => dayOperand(target, operand) !== undefined))
  ) {
    return anyOf([
      ...conditions,
      ...operands.filter((one) => one !== null).map((one) => equals(target, one)),
    ]);
  }
  return anyOf([...conditions, `${indexed(target)} = any(${bindList(target, values)})`]);
}

/** States by id or by key; a key may stand in several machines. */
function amongStates(target: PathValue, values: readonly string[]): string {
  const model = targetOf(target.field, context(target).execution.assembly.models);
  const key = model?.fields.get('key')?.columns.value;
  const ids = values.filter(isUuid);
  const keys = values.filter((value) => !isUuid(value));
  const conditions: string[] = [];
  if (ids.length > 0)
    conditions.push(`${target.sql} = any(${parameters(target).bind(ids, 'uuid[]')})`);
  if (keys.length > 0 && model && key) {
    const bound = parameters(target).bind(keys, 'text[]');
    conditions.push(
      `${target.sql} in (select id from ${tableOf(model)} where ${quoteName(key)} = any(${bound}))`,
    );
  }
  return anyOf(conditions);
}

function compare(target: PathValue, operator: keyof typeof comparisons, operand: unknown): string {
  if (!ordered.has(target.kind)) throw wrongOperator(target, operator);
  if (operand === null) throw wrongValue(target, operand);
  const day = target.kind === 'datetime' ? dayOperand(target, operand) : undefined;
  if (day !== undefined) {
    const { settings } = context(target).execution.assembly;
    // After a day means after its end, until a day means until its end.
    const whole = operator === 'gt' || operator === 'lte';
    const moment = parameters(target).bind(
      startOfDay(whole ? addDays(day, 1) : day, settings.timeZone),
      'timestamptz',
    );
    return `${target.sql} ${operator === 'gt' || operator === 'gte' ? '>=' : '<'} ${moment}`;
  }
  const collation = target.kind === 'text' ? ' collate tessera.natural' : '';
  return `${target.sql}${collation} ${comparisons[operator]} ${bind(target, operand)}`;
}

function matchText(
  target: PathValue,
  operator: 'contains' | 'startsWith' | 'endsWith',
  operand: unknown,
): string {
  if (target.kind !== 'text') throw wrongOperator(target, operator);
  const text = escapeLike(String(toOperand(target, operand)));
  const pattern = `${operator === 'startsWith' ? '' : '%'}${text}${operator === 'endsWith' ? '' : '%'}`;
  return `${target.sql} ilike ${parameters(target).bind(pattern, 'text')}`;
}

function isWithin(target: PathValue, operand: unknown): string {
  if (target.kind !== 'date' && target.kind !== 'datetime') throw wrongOperator(target, 'within');
  if (typeof operand !== 'string') throw wrongValue(target, operand);
  const { clock, settings } = context(target).execution.assembly;
  const { from, until } =
    target.kind === 'date'
      ? daySpan(operand, clock.today())
      : momentSpan(operand, {
          today: clock.today(),
          now: clock.now(),
          timeZone: settings.timeZone,
        });
  const type = sqlTypes[target.kind];
  return `(${target.sql} >= ${parameters(target).bind(from, type)} and ${target.sql} < ${parameters(target).bind(until, type)})`;
}

function has(
  target: PathValue,
  operator: 'hasAll' | 'hasAny' | 'hasNone',
  operand: unknown,
): string {
  if (!many.has(target.kind)) throw wrongOperator(target, operator);
  const values = bindList(target, expand(target, listOf(target, operand)));
  if (operator === 'hasAll') return `coalesce(${target.sql}, '{}') @> ${values}`;
  return operator === 'hasAny' ? `${target.sql} && ${values}` : not(`${target.sql} && ${values}`);
}

function isUnder(target: PathValue, operand: unknown): string {
  const model = targetOf(target.field, context(target).execution.assembly.models);
  const parent = model?.fields.get('parent');
  if (target.kind !== 'id' || model?.id !== 'tessera.team' || !parent)
    throw wrongOperator(target, 'under');
  const roots = bindList(
    target,
    expand(target, listOf(target, Array.isArray(operand) ? operand : [operand])),
  );
  const table = tableOf(model);
  return (
    `${target.sql} in (with recursive tree as (select id from ${table} where id = any(${roots}) and deleted_at is null` +
    ` union select below.id from ${table} below join tree on below.${quoteName(parent.columns.value)} = tree.id` +
    ' where below.deleted_at is null) select id from tree)'
  );
}

/** The values to bind: nulls are gone, `$myTeams` has become the teams. */
function expand(target: PathValue, operands: readonly unknown[]): unknown[] {
  return operands.flatMap((operand): readonly unknown[] => {
    if (operand === null) return [];
    if (operand === '$myTeams' && target.kind === 'id')
      return context(target).execution.principal.teamIds;
    const value = toOperand(target, operand);
    return value === null ? [] : [value];
  });
}

function listOf(target: PathValue, operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw wrongValue(target, operand);
  if (operand.length > MAXIMUM_VALUES) {
    throw errors.requestInvalid({
      reason: `a list of a filter has at most ${MAXIMUM_VALUES} values.`,
    });
  }
  return operand;
}

function dayOperand(target: PathValue, operand: unknown): string | undefined {
  return dayOfOperand(operand, context(target).execution.assembly.clock.today());
}

function bind(target: PathValue, operand: unknown): string {
  return parameters(target).bind(toOperand(target, operand), sqlTypes[target.kind]);
}

function bindList(target: PathValue, values: readonly unknown[]): string {
  return parameters(target).bind(values, `${sqlTypes[target.kind]}[]`);
}

function context(target: PathValue): QueryContext {
  return target.source.context;
}

function parameters(target: PathValue): QueryContext['parameters'] {
  return target.source.context.parameters;
}
