import type { ChangesOf, Entity, EntityId, NewRecord, RecordOf } from '../entities/entity.ts';
import type { Json } from '../entities/field.ts';
import type { Filter } from './filter.ts';
import type { Problem } from '../errors.ts';

/** A record where its entity is not known at compile time. */
export type AnyRecord = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>;
export type AnyValues = Readonly<Record<string, unknown>>;

export interface Sort {
  /** A field, or a path through references such as `account.name`. */
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

export interface Query {
  readonly filter?: Filter | undefined;
  /** Words to find in the searchable fields. */
  readonly search?: string | undefined;
  readonly sort?: readonly Sort[] | undefined;
  /** Names to select; everything readable when not given. `id` and `version` always come. */
  readonly fields?: readonly string[] | undefined;
  /** References to expand in place: `account`, `account.parent`. */
  readonly include?: readonly string[] | undefined;
  /** 1 to 1,000; 50 when not given. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** From `Page.next`; signed, for the same filter and sort. */
  readonly cursor?: string | undefined;
  /** `bounded` counts to 10,000. */
  readonly count?: 'none' | 'bounded' | 'exact' | undefined;
  /** Read the recycle bin instead of the live records. */
  readonly deleted?: boolean | undefined;
}

export interface Page<R> {
  readonly records: readonly R[];
  /** Undefined when `count` is `none`. */
  readonly total?: number;
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

export interface AggregateQuery {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  /** Fields or paths; a date takes a unit: `{ "field": "closeDate", "by": "month" }`. */
  readonly groupBy?:
    | readonly (string | { readonly field: string; readonly by: 'day' | 'week' | 'month' | 'quarter' | 'year' })[]
    | undefined;
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
  | { readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'restored'; readonly id: string; readonly version: number }
  | { readonly status: 'failed'; readonly code: string; readonly detail: string; readonly problems: readonly Problem[] };

export interface WriteOptions {
  /** Refuse with `CORE_VERSION_MISMATCH` unless the record still has this version. */
  readonly ifVersion?: number | undefined;
  /** Enter states without transitions, gates as warnings, no automation, mail or notification; its own permission. */
  readonly history?: boolean | undefined;
}

export interface BulkOptions extends WriteOptions {
  /** `all`: one failure fails everything. `each`: the rest is written; the outcomes say which failed. */
  readonly atomic?: 'all' | 'each' | undefined;
}

/** The records of one entity, as the principal of the running context: the only way to read or write them. */
export interface Records<R = AnyRecord, New = AnyValues, Changes = AnyValues> {
  /** @throws TesseraError `CORE_RECORD_MISSING` when there is none that the principal may see. */
  get(id: string, options?: Pick<Query, 'fields' | 'include' | 'deleted'>): Promise<R>;
  find(id: string, options?: Pick<Query, 'fields' | 'include' | 'deleted'>): Promise<R | undefined>;
  query(query?: Query): Promise<Page<R>>;
  count(filter?: Filter): Promise<number>;
  aggregate(query: AggregateQuery): Promise<readonly Group[]>;
  create(values: New, options?: WriteOptions): Promise<R>;
  update(id: string, changes: Changes, options?: WriteOptions): Promise<R>;
  delete(id: string, options?: WriteOptions): Promise<{ readonly batch: string; readonly count: number }>;
  restore(id: string): Promise<R>;
  createMany(values: readonly New[], options?: BulkOptions): Promise<readonly Outcome[]>;
  updateMany(
    changes: readonly { readonly id: string; readonly changes: Changes; readonly ifVersion?: number }[],
    options?: BulkOptions,
  ): Promise<readonly Outcome[]>;
  deleteMany(ids: readonly string[], options?: BulkOptions): Promise<readonly Outcome[]>;
  restoreMany(ids: readonly string[], options?: BulkOptions): Promise<readonly Outcome[]>;
  /** A permission-filtered subquery for own SQL. */
  readable(): SqlFragment;
}

/** A piece of SQL with its values; placeholders are `$1`, `$2`, … counted within the piece. */
export interface SqlFragment {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Records by entity: typed where the entity is given, loose where only its id is. */
export interface RecordsOf {
  // oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
  <E extends Entity<any, any>>(entity: E): Records<RecordOf<E>, NewRecord<E>, ChangesOf<E>>;
  (entity: EntityId): Records;
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

export type { Json };
