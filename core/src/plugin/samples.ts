import type { EntityId } from '../entities/entity.ts';
import type { Money } from '../entities/field.ts';
import type { Query, AnyRecord, AnyValues } from '../records/records.ts';

/** Example records of a plugin, for a workspace that is being tried out. They are generated, and can be taken away again. */
export interface SampleSet {
  /**
   * The records in the order in which they are made; those of one kind that do not need each other may be made together. The same kit gives
   * the same rows: making samples that was broken off goes on by the keys that are there already. Plugins are asked in the order of `requires`.
   */
  rows(kit: SampleKit): Iterable<SampleRow> | AsyncIterable<SampleRow>;
}

/** One record to make, or one change of a record made before. It is written as history: nothing is sent, no automation runs. */
export interface SampleRow {
  /** Entity of the record, of this plugin or of one that it requires. */
  readonly entity: EntityId;
  /** Names the row; once among all rows of an entity. */
  readonly key: string;
  /** Key of the record that is changed; a record is made when not given. */
  readonly changes?: string;
  /** When it was written, ISO 8601; now when not given. */
  readonly at?: string;
  /** Values as for `create`; a value from `kit.ref` becomes the id of the record that was made. */
  readonly values: AnyValues;
}

/** Stands for the id of a record that another row makes. */
export interface SampleReference {
  /** Which row. */
  readonly $sample: { readonly entity: EntityId; readonly key: string };
}

/** What a plugin makes samples with. */
export interface SampleKit {
  /** The plugin's own stream of chance, the same for the same workspace and run. */
  readonly random: SampleRandom;
  /** ISO 4217 code of the base currency. */
  readonly currency: string;
  /** Ids of users who may own records; the administrator comes first. */
  readonly owners: readonly string[];
  /** The day that lies so many days from today, `YYYY-MM-DD`; never at a weekend. */
  day(fromToday: number): string;
  /** A moment in the office hours of such a day, ISO 8601; one of the past never lies in the future. */
  moment(fromToday: number): string;
  /** An amount of about so many US dollars in the base currency, rounded as people do. */
  money(dollars: number): Money;
  /** Stands for a record that a row before has made or makes. */
  ref(entity: EntityId, key: string): SampleReference;
  /** Rows that make records of an entity, those of other plugins too, as far as they have come. */
  made(entity: EntityId): readonly SampleRow[];
  /** Records that are in the workspace already, such as the stages of a pipeline. */
  read(entity: EntityId, query?: Query): Promise<readonly AnyRecord[]>;
}

/** A stream of chance with a seed. */
export interface SampleRandom {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number; both ends can come. */
  integer(minimum: number, maximum: number): number;
  /** True so many times out of one. */
  chance(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** One of a list that is not empty, by weights. */
  weighted<T>(list: readonly (readonly [value: T, weight: number])[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
  /** Log-normal, as amounts and waiting times are: half lie below the median. */
  logNormal(median: number, sigma: number): number;
}
