import { asText } from './make-text.ts';
import type { Oracle } from './oracle.ts';
import { PLANS, type FieldPlan } from './plans.ts';
import type { FilterPlan, RowPlan } from './world-plan.ts';

/** Where a path leads: a field of an entity along references, a part of one, or records that point here. */
interface Way {
  /** References to follow. */
  readonly steps: readonly string[];
  readonly entity: string;
  readonly name: string;
  readonly field?: FieldPlan;
  readonly part?: string;
  readonly relation?: { readonly entity: string; readonly via: string };
}

/** The way, or nothing where a step is not there or not open to the reader. */
export function wayOf(oracle: Oracle, start: string, path: string): Way | undefined {
  const names = path.split('.');
  const steps: string[] = [];
  let entity = start;
  for (const [index, name] of names.entries()) {
    const rest = names.slice(index + 1);
    const field = PLANS[entity]!.fields[name];
    const relation = PLANS[entity]!.relations[name];
    if (!field && relation && rest.length === 0)
      return oracle.isOpen(relation.entity, relation.via)
        ? { steps, entity, name, relation }
        : undefined;
    if (!field || !oracle.isOpen(entity, name)) return undefined;
    if (rest.length === 0) return { steps, entity, name, field };
    if (field.type === 'anyRef') return { steps, entity, name, field, part: rest[0]! };
    if (field.target === undefined || field.type === 'refs') return undefined;
    steps.push(name);
    entity = field.target;
  }
  return undefined;
}

/** The record at the end of the references; none where one of them leads to what the reader does not see. */
function rowAt(oracle: Oracle, row: RowPlan, steps: readonly string[]): RowPlan | undefined {
  let at: RowPlan | undefined = row;
  for (const step of steps) {
    const target: RowPlan | undefined =
      at && oracle.row(PLANS[at.entity]!.fields[step]!.target!, at.values[step]);
    at = oracle.sees(target) ? target : undefined;
  }
  return at;
}

/** The value at the end of a path that is open. */
export function valueAt(oracle: Oracle, row: RowPlan, path: string): unknown {
  const way = wayOf(oracle, row.entity, path)!;
  const value = rowAt(oracle, row, way.steps)?.values[way.name] ?? null;
  return way.part && value !== null
    ? (value as unknown as Record<string, unknown>)[way.part]
    : value;
}

/** Whether the reader may ask this: every name in it is there and open to him. */
export function isSound(oracle: Oracle, entity: string, filter: FilterPlan): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === 'and' || key === 'or')
      return (value as FilterPlan[]).every((part) => isSound(oracle, entity, part));
    if (key === 'not') return isSound(oracle, entity, value as FilterPlan);
    const way = wayOf(oracle, entity, key);
    if (!way) return false;
    const inner = way.relation?.entity ?? way.field?.target;
    return quantified(value).every(([, part]) => isSound(oracle, inner!, part));
  });
}

export function fits(oracle: Oracle, row: RowPlan, filter: FilterPlan): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === 'and') return (value as FilterPlan[]).every((part) => fits(oracle, row, part));
    if (key === 'or') return (value as FilterPlan[]).some((part) => fits(oracle, row, part));
    if (key === 'not') return !fits(oracle, row, value as FilterPlan);
    const plain = Array.isArray(value) ? { in: value } : { eq: value };
    const conditions = isObject(value) && !('id' in value) ? value : plain;
    return Object.entries(conditions).every(([operator, operand]) =>
      holds(oracle, row, key, operator, operand),
    );
  });
}

function holds(
  oracle: Oracle,
  row: RowPlan,
  path: string,
  operator: string,
  operand: unknown,
): boolean {
  if (operator === 'some' || operator === 'none' || operator === 'every') {
    const seen = related(oracle, row, path).filter((other) => oracle.sees(other));
    const isFit = (other: RowPlan): boolean => fits(oracle, other, operand as FilterPlan);
    if (operator === 'every') return seen.every(isFit);
    return operator === 'some' ? seen.some(isFit) : !seen.some(isFit);
  }
  const { field } = wayOf(oracle, row.entity, path)!;
  const value = valueAt(oracle, row, path);
  const values = Array.isArray(value) ? value : value === null ? [] : [value];
  const isAmong = (operands: readonly unknown[]): boolean =>
    operands.some((one) =>
      one === null ? values.length === 0 : values.some((own) => isEqual(oracle, field!, own, one)),
    );
  switch (operator) {
    case 'eq':
      return isAmong([operand]);
    case 'ne':
      return !isAmong([operand]);
    case 'in':
    case 'hasAny':
      return isAmong(operand as unknown[]);
    case 'notIn':
    case 'hasNone':
      return !isAmong(operand as unknown[]);
    case 'isNull':
      return (values.length === 0) === operand;
    case 'contains':
      return value !== null && asText(value).includes(asText(operand));
    case 'gt':
      return value !== null && (value as number) > (operand as number);
    case 'lte':
      return value !== null && (value as number) <= (operand as number);
    default:
      throw new Error(`The oracle knows no operator ${operator}.`);
  }
}

function isEqual(oracle: Oracle, field: FieldPlan, own: unknown, asked: unknown): boolean {
  if (asked === '$me') return own === oracle.me;
  if (asked === '$myTeams') return oracle.myTeams.includes(own as string);
  if (field.type === 'anyRef' && isObject(asked) && isObject(own))
    return own['entity'] === asked['entity'] && own['id'] === asked['id'];
  if (field.type === 'state' && own !== asked)
    return oracle.row(field.target!, own)?.values['key'] === asked;
  return own === asked;
}

/** What points here, or what a field of several references points to. */
function related(oracle: Oracle, row: RowPlan, path: string): readonly RowPlan[] {
  const { relation, field } = wayOf(oracle, row.entity, path)!;
  if (relation)
    return oracle.rows(relation.entity).filter((other) => other.values[relation.via] === row.id);
  const ids = (row.values[path] ?? []) as readonly string[];
  return ids.flatMap((id) => oracle.row(field!.target!, id) ?? []);
}

function quantified(value: unknown): [string, FilterPlan][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter(([name]) => ['some', 'none', 'every'].includes(name)) as [
    string,
    FilterPlan,
  ][];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
