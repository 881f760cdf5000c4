import type { FieldType } from '../entities/field.ts';
import { errors } from '../errors.ts';
import { addDays, dayOfOperand, daySpan, momentSpan, startOfDay } from './filter-span.ts';
import type { Filter } from './filter.ts';
import { compareValues, equalValues } from './filter-comparison.ts';

/** What a filter may refer to besides the record. */
export interface FilterScope {
  /** Id of the user: `$me`. */
  readonly me?: string | null;
  /** Ids of the user's teams: `$myTeams`. */
  readonly teamIds?: readonly string[];
  /** `YYYY-MM-DD` in the workspace's zone; from `now` when not given. */
  readonly today?: string;
  readonly now?: Date;
  /** IANA zone of the workspace; UTC when not given. */
  readonly timeZone?: string;
  /** Types by path. Without one, the values themselves tell how they compare. */
  readonly fields?: Readonly<Record<string, { readonly type: FieldType }>>;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Whether a record in wire form fits a filter of the scalar subset: no relations to many, no `under`. It agrees with
 * the SQL that the same filter compiles to. Runs in browsers too.
 * @throws TesseraError `CORE_REQUEST_INVALID` for an operator outside of the subset.
 */
export function matches(filter: Filter, record: Values, scope: FilterScope = {}): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (value === undefined) return true;
    if (key === 'and') return filters(value).every((part) => matches(part, record, scope));
    if (key === 'or') return filters(value).some((part) => matches(part, record, scope));
    if (key === 'not') return !matches(value as Filter, record, scope);
    return fits(key, value, record, scope);
  });
}

interface Question {
  readonly value: unknown;
  readonly type: FieldType | undefined;
  readonly scope: FilterScope;
}

function fits(path: string, condition: unknown, record: Values, scope: FilterScope): boolean {
  const type =
    scope.fields && Object.hasOwn(scope.fields, path) ? scope.fields[path]?.type : undefined;
  const question: Question = { value: valueAt(record, path), type, scope };
  if (Array.isArray(condition)) return holds(question, 'in', condition);
  if (typeof condition !== 'object' || condition === null || 'id' in condition)
    return holds(question, 'eq', condition);
  return Object.entries(condition).every(
    ([operator, operand]) => operand === undefined || holds(question, operator, operand),
  );
}

function holds(question: Question, operator: string, operand: unknown): boolean {
  switch (operator) {
    case 'eq':
      return among(question, [operand]);
    case 'ne':
      return !among(question, [operand]);
    case 'in':
    case 'hasAny':
      return among(question, listOf(operator, operand));
    case 'notIn':
    case 'hasNone':
      return !among(question, listOf(operator, operand));
    case 'hasAll':
      return listOf(operator, operand).every((one) => among(question, [one]));
    case 'isNull':
      return isAbsent(question.value) === (operand === true || operand === 'true');
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return !isAbsent(question.value) && compares(question, operator, operand);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return hasText(question.value, operator, operand);
    case 'within':
      return !isAbsent(question.value) && isWithin(question, String(operand));
    default:
      throw errors.requestInvalid({
        reason: `“${operator}” is not an operator that can be evaluated here.`,
      });
  }
}

function among({ value, type, scope }: Question, operands: readonly unknown[]): boolean {
  const values = Array.isArray(value) ? value : isAbsent(value) ? [] : [value];
  return operands.some((operand) => {
    if (operand === null) return values.length === 0;
    if (operand === '$myTeams') return values.some((one) => scope.teamIds?.includes(idOf(one)));
    const wanted = resolve(operand, type, scope);
    return values.some(
      (one) => isAmongDay({ value: one, type, scope }, operand) ?? equalValues(one, wanted, type),
    );
  });
}

/** A day asked of a moment means any moment of it; undefined when it is not that question. */
function isAmongDay(question: Question, operand: unknown): boolean | undefined {
  const day = isMoment(question) ? dayOfOperand(operand, today(question.scope)) : undefined;
  if (day === undefined) return undefined;
  return compares(question, 'gte', day) && compares(question, 'lte', day);
}

function compares(
  question: Question,
  operator: 'gt' | 'gte' | 'lt' | 'lte',
  operand: unknown,
): boolean {
  const { value, type, scope } = question;
  const day = isMoment(question) ? dayOfOperand(operand, today(scope)) : undefined;
  if (day !== undefined) {
    const whole = operator === 'gt' || operator === 'lte';
    const edge = startOfDay(whole ? addDays(day, 1) : day, scope.timeZone ?? 'UTC');
    const order = compareValues(value, edge, 'datetime');
    return operator === 'gt' || operator === 'gte' ? order >= 0 : order < 0;
  }
  const order = compareValues(value, resolve(operand, type, scope), type);
  if (operator === 'gt') return order > 0;
  if (operator === 'gte') return order >= 0;
  return operator === 'lt' ? order < 0 : order <= 0;
}

function hasText(
  value: unknown,
  operator: 'contains' | 'startsWith' | 'endsWith',
  operand: unknown,
): boolean {
  if (isAbsent(value)) return false;
  const text = String(value).toLowerCase();
  const part = String(operand).toLowerCase();
  if (operator === 'contains') return text.includes(part);
  return operator === 'startsWith' ? text.startsWith(part) : text.endsWith(part);
}

function isWithin(question: Question, within: string): boolean {
  const { scope, value } = question;
  if (!isMoment(question)) {
    const { from, until } = daySpan(within, today(scope));
    return String(value) >= from && String(value) < until;
  }
  const at = {
    today: today(scope),
    now: scope.now ?? new Date(),
    timeZone: scope.timeZone ?? 'UTC',
  };
  const { from, until } = momentSpan(within, at);
  return compareValues(value, from, 'datetime') >= 0 && compareValues(value, until, 'datetime') < 0;
}

/** The value that a path leads to; null where a step is absent. */
function valueAt(record: Values, path: string): unknown {
  let value: unknown = record;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Values)[step];
  }
  return value;
}

function resolve(operand: unknown, type: FieldType | undefined, scope: FilterScope): unknown {
  if (operand === '$me') return scope.me ?? undefined;
  if (typeof operand === 'string' && operand.startsWith('$today'))
    return dayOfOperand(operand, today(scope)) ?? operand;
  if (operand === '$now')
    return type === 'date' ? today(scope) : (scope.now ?? new Date()).toISOString();
  return operand;
}

function today(scope: FilterScope): string {
  if (scope.today !== undefined) return scope.today;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: scope.timeZone ?? 'UTC',
    dateStyle: 'short',
  });
  return format.format(scope.now ?? new Date());
}

function isMoment({ value, type }: Question): boolean {
  return type === undefined ? /^\d{4}-\d{2}-\d{2}T/.test(String(value)) : type === 'datetime';
}

function isAbsent(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function idOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'id' in value
    ? String(value.id)
    : String(value);
}

function filters(value: unknown): readonly Filter[] {
  return listOf('and', value) as readonly Filter[];
}

function listOf(operator: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw errors.requestInvalid({ reason: `“${operator}” takes a list.` });
}
