import { asText } from './make-text.ts';
import type { Oracle } from './oracle.ts';
import { fits, isSound, valueAt, wayOf } from './oracle-filter.ts';
import { PLANS } from './plans.ts';
import type { FilterPlan, RowPlan } from './world-plan.ts';

/** Which rows, in the language of the product. */
export interface Asked {
  readonly entity: string;
  readonly filter?: FilterPlan | undefined;
  readonly search?: string | undefined;
  readonly deleted?: boolean | undefined;
}
export interface SortPlan {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** Rows that the reader sees and that were asked for; `unknown` when he names what is not there for him. */
export function answer(oracle: Oracle, asked: Asked): readonly RowPlan[] | 'refused' | 'unknown' {
  const { entity, filter, search, deleted = false } = asked;
  if (!oracle.mayAny(entity, 'read')) return 'refused';
  if (filter && !isSound(oracle, entity, filter)) return 'unknown';
  return oracle
    .rows(entity)
    .filter((row) => row.deleted === deleted && oracle.may('read', row))
    .filter((row) => !filter || fits(oracle, row, filter))
    .filter((row) => search === undefined || hasWords(oracle, row, search));
}

/** Each word stands in a group of fields of which he may read every one. */
export function hasWords(oracle: Oracle, row: RowPlan, question: string): boolean {
  const { fields } = PLANS[row.entity]!;
  const groups = Map.groupBy(
    Object.keys(fields).filter((name) => fields[name]!.search !== undefined),
    (name) => fields[name]!.search!,
  );
  const texts = [...groups.values()]
    .filter((names) => names.every((name) => oracle.isOpen(row.entity, name)))
    .flat()
    .map((name) => asText(row.values[name] ?? ''));
  return question.split(' ').every((word) => texts.some((text) => text.includes(word)));
}

/** Whether there is anything that he could search there. */
export function isSearched(oracle: Oracle, entity: string): boolean {
  const { fields, auxiliary } = PLANS[entity]!;
  const groups = Map.groupBy(
    Object.keys(fields).filter((name) => fields[name]!.search !== undefined),
    (name) => fields[name]!.search!,
  );
  return (
    auxiliary !== true &&
    oracle.mayAny(entity, 'read') &&
    [...groups.values()].some((names) => names.every((name) => oracle.isOpen(entity, name)))
  );
}

/** What a record shows: what may be seen of it, masked where it is masked. */
export function shownValues(oracle: Oracle, row: RowPlan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.keys(PLANS[row.entity]!.fields).flatMap((name) => {
      const access = oracle.access(row.entity, name);
      const value = row.values[name] ?? null;
      if (access === 'none' && name !== 'id') return [];
      return [[name, access === 'mask' ? masked(value) : value]];
    }),
  );
}

export function masked(value: unknown): unknown {
  if (value === null) return null;
  return `•••${typeof value === 'string' && value.length > 4 ? value.slice(-4) : ''}`;
}

/** In order; what has no value comes last, whatever the direction; ties by id in the direction of the first key. */
export function sorted(
  oracle: Oracle,
  rows: readonly RowPlan[],
  sort: readonly SortPlan[],
): readonly RowPlan[] {
  const last = sort.findIndex(({ field }) => field === 'id');
  const keys = last === -1 ? sort : sort.slice(0, last);
  const idDirection = (last === -1 ? keys[0]?.direction : sort[last]?.direction) ?? 'asc';
  return rows.toSorted((one, other) => {
    for (const { field, direction } of keys) {
      const order = compare(
        rankOf(oracle, one, field),
        rankOf(oracle, other, field),
        direction === 'desc',
      );
      if (order !== 0) return order;
    }
    return compare(one.id, other.id, idDirection === 'desc');
  });
}

/** What a record is sorted by: a state by its order, a choice as declared, a reference by the title of what he sees. */
function rankOf(oracle: Oracle, row: RowPlan, path: string): unknown {
  const { field } = wayOf(oracle, row.entity, path)!;
  const value = valueAt(oracle, row, path);
  if (value === null) return null;
  if (field!.type === 'state') return oracle.row(field!.target!, value)?.values['order'] ?? null;
  if (field!.type === 'choice') return field!.options!.indexOf(value as string);
  if (field!.type !== 'ref') return value;
  if (!oracle.isOpen(field!.target!, 'name')) return value;
  const target = oracle.row(field!.target!, value);
  return oracle.sees(target) ? target.values['name'] : null;
}

function compare(one: unknown, other: unknown, isDown: boolean): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return (one as string) < (other as string) === isDown ? 1 : -1;
}

export interface MeasuresPlan {
  readonly [name: string]: 'count' | Readonly<Record<string, string>>;
}

/** Groups by their value, each with its measures, as texts that can be compared. */
export function grouped(
  oracle: Oracle,
  rows: readonly RowPlan[],
  groupBy: readonly string[],
  measures: MeasuresPlan,
): readonly string[] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify(groupBy.map((path) => groupOf(oracle, row, path))),
  );
  if (groupBy.length === 0 && rows.length === 0) groups.set('[]', []);
  return [...groups]
    .map(([key, members]) => {
      const found = Object.values(measures).map((measure) => measured(oracle, members, measure));
      return JSON.stringify([JSON.parse(key), found]);
    })
    .toSorted();
}

function groupOf(oracle: Oracle, row: RowPlan, path: string): unknown {
  const { field } = wayOf(oracle, row.entity, path)!;
  const value = valueAt(oracle, row, path);
  if (value === null) return null;
  if (field!.type === 'state') {
    const { id, values } = oracle.row(field!.target!, value)!;
    return [id, values['key'], values['name'], values['kind']];
  }
  if (field!.type !== 'ref') return asText(value);
  const target = oracle.row(field!.target!, value);
  const isTold = oracle.sees(target) && oracle.isOpen(field!.target!, 'name');
  return [value, isTold ? target.values['name'] : null];
}

function measured(
  oracle: Oracle,
  rows: readonly RowPlan[],
  measure: MeasuresPlan[string],
): string | null {
  if (measure === 'count') return String(rows.length);
  const [verb, path] = Object.entries(measure)[0]!;
  const values = rows
    .map((row) => valueAt(oracle, row, path))
    .filter((value): value is number => value !== null)
    .toSorted((one, other) => (one < other ? -1 : 1));
  if (verb === 'countDistinct') return String(new Set(values).size);
  if (verb === 'sum') return String(values.reduce((sum, value) => sum + value, 0));
  const found = verb === 'min' ? values[0] : values.at(-1);
  return found === undefined ? null : String(found);
}
