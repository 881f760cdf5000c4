import type { ChangesOf, Entity, EntityId, NewRecord } from '../entities/entity.ts';
import type {
  EntityName,
  EntityTypes,
  StoredRecord,
  UnknownEntityId,
} from '../entities/entity-types.ts';
import type { Filter } from './filter.ts';
import type { Problem } from '../tessera-error.ts';

/** A record where its entity is not known at compile time. */
export type AnyRecord = { readonly id: string; readonly version: number } & Readonly<
  Record<string, unknown>
>;
/** Values by field name, where the entity is not known at compile time. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** One key of an order; ties are broken by id. */
export interface Sort {
  /** A field, or a path through references such as `account.name`. */
  readonly field: string;
  /** `asc` is small to large; records without a value come last in both. */
  readonly direction: 'asc' | 'desc';
}

/** Which records, in which order, and how much of them. */
export interface Query {
  /** All readable records when not given. */
  readonly filter?: Filter | undefined;
  /** Words to find in the searchable fields. */
  readonly search?: string | undefined;
  /** By id when not given. */
  readonly sort?: readonly Sort[] | undefined;
  /** Names to select; everything readable when not given. `id` and `version` always come. */
  readonly fields?: readonly string[] | undefined;
  /** References to expand in place: `account`, `account.parent`. */
  readonly include?: readonly string[] | undefined;
  /** 1 to 1,000; 50 when not given. */
  readonly limit?: number | undefined;
  /** Records to skip; 0 when not given. A cursor is faster on later pages. */
  readonly offset?: number | undefined;
  /** From `Page.next`; signed, for the same filter and sort. */
  readonly cursor?: string | undefined;
  /** `bounded` counts to 10,000. */
  readonly count?: 'none' | 'bounded' | 'exact' | undefined;
  /** Read the recycle bin instead of the live records. */
  readonly deleted?: boolean | undefined;
}

/** A part of the records that were found. */
export interface Page<R> {
  /** In the order that was asked for. */
  readonly records: readonly R[];
  /** Undefined when `count` is `none`. */
  readonly total?: number;
  /** False where counting stopped at its bound. */
  readonly totalIsExact: boolean;
  /** Cursor of the next page; undefined on the last. */
  readonly next?: string;
}

/** A measure: `"count"`, or a function over a field. */
export type Measure =
  | 'count'
  | { readonly sum: string }
  | { readonly avg: string }
  | { readonly min: string }
  | { readonly max: string }
  | { readonly countDistinct: string };

/** What to count and sum, by what. */
export interface AggregateQuery {
  /** All readable records when not given. */
  readonly filter?: Filter | undefined;
  /** Words to find in the searchable fields. */
  readonly search?: string | undefined;
  /** Fields or paths; a date takes a unit: `{ "field": "closeDate", "by": "month" }`. */
  readonly groupBy?:
    | readonly (
        | string
        | { readonly field: string; readonly by: 'day' | 'week' | 'month' | 'quarter' | 'year' }
      )[]
    | undefined;
  /** What to compute, under names of your choice. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** Groups at most; 1,000 when not given. */
  readonly limit?: number | undefined;
}

/**
 * One group: the group values by field name, the measures by their names. Counts are numbers; sums and averages of exact types
 * are decimal strings; a state groups as `{ id, key, label, kind }`, a reference as `{ id, title }`.
 */
export type Group = Readonly<Record<string, unknown>>;

/** What became of one item of a bulk write, in the order sent. */
export type Outcome =
  | {
      readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'restored';
      readonly id: string;
      readonly version: number;
    }
  | {
      readonly status: 'failed';
      readonly code: string;
      readonly detail: string;
      readonly problems: readonly Problem[];
    };

/** How one record is written. */
export interface WriteOptions {
  /** Refuse with `CORE_VERSION_MISMATCH` unless the record still has this version. */
  readonly ifVersion?: number | undefined;
  /** Enter states without transitions, gates as warnings, no automation, mail or notification; its own permission. */
  readonly history?: boolean | undefined;
}

/** How many records are written. */
export interface BulkOptions extends WriteOptions {
  /** `all`: one failure fails everything. `each`: the rest is written; the outcomes say which failed. */
  readonly atomic?: 'all' | 'each' | undefined;
}

/**
 * The records of one entity, as the principal of the running context: the only way to read or write them.
 *
 * @example
 * ```ts
 * import { User, type Context } from '@tessera/sdk';
 *
 * export async function nameUsers(ctx: Context): Promise<readonly string[]> {
 *   const page = await ctx.records(User).query({
 *     filter: { status: 'active' },
 *     sort: [{ field: 'name', direction: 'asc' }],
 *     limit: 100,
 *   });
 *   return page.records.map((user) => user.name);
 * }
 * ```
 */
export interface Records<R = AnyRecord, New = AnyValues, Changes = AnyValues> {
  /** The record. @throws TesseraError `CORE_RECORD_MISSING` when there is none that the principal may see. */
  get(id: string, options?: Pick<Query, 'fields' | 'include' | 'deleted'>): Promise<R>;
  /** The record; undefined when there is none that the principal may see. */
  find(id: string, options?: Pick<Query, 'fields' | 'include' | 'deleted'>): Promise<R | undefined>;
  /** The records that match, a page at a time. */
  query(query?: Query): Promise<Page<R>>;
  /** How many match, exactly. */
  count(filter?: Filter): Promise<number>;
  /** One group for each value of `groupBy`; a single one without it. */
  aggregate(query: AggregateQuery): Promise<readonly Group[]>;
  /** The record that was made. @throws TesseraError `CORE_INPUT_INVALID` with every fault of the values. */
  create(values: New, options?: WriteOptions): Promise<R>;
  /** Writes what differs. @throws TesseraError `CORE_RECORD_MISSING`, `CORE_INPUT_INVALID`, `CORE_VERSION_MISMATCH`. */
  update(id: string, changes: Changes, options?: WriteOptions): Promise<R>;
  /** Moves it to the recycle bin, with what cascades; `batch` brings all of it back. */
  delete(
    id: string,
    options?: WriteOptions,
  ): Promise<{ readonly batch: string; readonly count: number }>;
  /** Brings it back, with what was deleted in the same batch. */
  restore(id: string): Promise<R>;
  /** Outcomes in the order sent; a failure is an outcome, not an error. */
  createMany(values: readonly New[], options?: BulkOptions): Promise<readonly Outcome[]>;
  /** Outcomes in the order sent; a failure is an outcome, not an error. */
  updateMany(
    changes: readonly {
      readonly id: string;
      readonly changes: Changes;
      readonly ifVersion?: number;
    }[],
    options?: BulkOptions,
  ): Promise<readonly Outcome[]>;
  /** Outcomes in the order sent; a failure is an outcome, not an error. */
  deleteMany(ids: readonly string[], options?: BulkOptions): Promise<readonly Outcome[]>;
  /** Outcomes in the order sent; a failure is an outcome, not an error. */
  restoreMany(ids: readonly string[], options?: BulkOptions): Promise<readonly Outcome[]>;
  /** A permission-filtered subquery for own SQL. */
  readable(): SqlFragment;
}

/** A piece of SQL with its values; placeholders are `$1`, `$2`, … counted within the piece. */
export interface SqlFragment {
  /** SQL with placeholders. */
  readonly sql: string;
  /** The value of each placeholder, in order. */
  readonly values: readonly unknown[];
}

/** Records by entity: typed by its value or by an id that a contract declares, loose where the id is known only while the program runs. */
export interface RecordsOf {
  /** Typed by the fields of the entity; fields that others add may be named too. */
  // oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
  <E extends Entity<any, any>>(entity: E): Records<StoredRecord<E>, NewRecord<E>, ChangesOf<E>>;
  /** Typed by what a contract says of the id; fields that others add may be named too. */
  <N extends EntityName>(
    entity: N,
  ): Records<StoredRecord<EntityTypes[N]>, NewRecord<EntityTypes[N]>, ChangesOf<EntityTypes[N]>>;
  /** Of an id that is known only while the program runs. An id that is written down and not declared is an error. */
  <I extends EntityId>(entity: I & UnknownEntityId<I>): Records;
}

/** A change that was committed, as events, audit and live updates tell it. */
export interface Change {
  readonly entity: EntityId;
  readonly id: string;
  readonly action: 'created' | 'updated' | 'deleted' | 'restored';
  readonly before: AnyValues | null;
  readonly after: AnyValues | null;
  readonly changed: readonly string[];
}
