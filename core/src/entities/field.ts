import type { EntityId } from './entity.ts';
import type { LocalizedText } from './localized-text.ts';

/** A base type. A plugin may give one another editor or display, never another storage. */
export type FieldType =
  | 'text'
  | 'richText'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'duration'
  | 'choice'
  | 'choices'
  | 'email'
  | 'phone'
  | 'url'
  | 'address'
  | 'json'
  | 'file'
  | 'ref'
  | 'refs'
  | 'anyRef'
  | 'user'
  | 'team'
  | 'state'
  | 'autonumber'
  | 'rollup';

/** An amount with its currency. `amount` is a decimal string, for example `"180.32"`; never a number. */
export interface Money {
  /** A decimal string such as `"1054.50"`, exact. */
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** A postal address. Every part is optional: countries differ in what they have. */
export interface Address {
  /** Street, house number and what else stands above the place. */
  readonly lines?: readonly string[];
  /** City or town. */
  readonly city?: string;
  /** Part of the city: 区 in China. */
  readonly district?: string;
  /** Province, state or county. */
  readonly region?: string;
  /** As it is written in its country. */
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
}

/** A reference to a record of any entity. */
export interface AnyReference {
  /** The entity of the record that is meant. */
  readonly entity: EntityId;
  /** Id of the record, a UUID. */
  readonly id: string;
}

/** Any JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** One choice: stored by key, shown by label, coloured by hue. */
export interface ChoiceOption {
  /** What is stored; stays the same for ever. */
  readonly key: string;
  /** What people read. */
  readonly label: LocalizedText;
  /** Hue of the tag in degrees of OKLCH, 0 to 360; without it the tag is grey. */
  readonly hue?: number;
  /** A deactivated choice stays readable and cannot be newly chosen. */
  readonly active?: boolean;
}

/** A number over the records that point here, kept up to date in the transaction that changes them. */
export interface RollupDefinition {
  /** The entity whose records are rolled up. */
  readonly entity: EntityId;
  /** The `ref` field of that entity that points here. */
  readonly via: string;
  /** What is made of their values; `count` needs no field. */
  readonly function: 'count' | 'sum' | 'min' | 'max' | 'avg';
  /** What is summed, compared or averaged; not given for `count`. A money field means its base amount. */
  readonly field?: string;
  /** A filter in the filter language; paths are those of the rolled-up entity. */
  readonly filter?: Json;
}

/** What a field builder makes: plain data. */
export interface FieldDefinition {
  /** Which kind of value it holds. */
  readonly type: FieldType;
  /** What people read; made from the name when not given. */
  readonly label?: LocalizedText;
  /** A sentence below the input. */
  readonly help?: LocalizedText;
  /** A record cannot be created without it; false when not given. */
  readonly required?: boolean;
  /** One live record per value (partial index `deleted_at IS NULL`); import can look a record up by it. */
  readonly unique?: boolean;
  /** Filters and sorts by it are fast; false when not given. */
  readonly indexed?: boolean;
  /** Words in it are found by a search; false when not given. */
  readonly searchable?: boolean;
  /** Data about a natural person: exported and erased with the person, searched in a row of its own. */
  readonly personal?: boolean;
  /** Whoever reads it is written down; lists leave it out unless it is named. False when not given. */
  readonly sensitive?: boolean;
  /** Written by the system (hooks, roll-ups, state machine) only; a client's value is ignored. */
  readonly readOnly?: boolean;
  /** The value of a new record that brings none. */
  readonly default?: Json;
  /** Text length, or the bounds of a number. */
  readonly maxLength?: number;
  /** Smallest value, included. */
  readonly minimum?: number;
  /** Largest value, included. */
  readonly maximum?: number;
  /** Digits after the point of a `decimal`; 4 when not given. */
  readonly scale?: number;
  /** The input has several lines; false when not given. */
  readonly multiline?: boolean;
  /** A number that names and does not count, such as a year: shown without separators, never summed. */
  readonly ungrouped?: boolean;
  /** What can be chosen, in the order shown. */
  readonly options?: readonly ChoiceOption[];
  /** The entity a `ref`, `refs` or `state` points to. */
  readonly target?: EntityId;
  /** What an `anyRef` may point to; any entity when not given. */
  readonly targets?: readonly EntityId[];
  /** A soft reference has no foreign key and reads as null while its plugin is off. */
  readonly soft?: boolean;
  /** What becomes of this record when the one it refers to is deleted; `restrict` refuses the deletion. */
  readonly onDelete?: 'restrict' | 'clear' | 'cascade';
  /** Name of the list of these records on the record they point to. */
  readonly inverse?: { readonly name: string; readonly label: LocalizedText };
  /** Of a `state`: the field, here and on the state entity, that says which machine it belongs to. */
  readonly within?: string;
  /** How a roll-up is computed. */
  readonly rollup?: RollupDefinition;
  /** Of an `autonumber`: `{0}` digits count up, for example `OPP-{000000}`; `{YYYY}` is the year. */
  readonly format?: string;
  /** The name this field had before; its data is kept, and versions with either name see the same. */
  readonly was?: string;
}

/**
 * Builds a field: each call answers a new builder with one thing added; none changes the one it is called on. Made by `text()`, `ref()` and the like.
 *
 * @example
 * ```ts
 * import { integer, type FieldBuilder } from '@tessera/sdk';
 *
 * export const stars: FieldBuilder<number> = integer({ minimum: 1, maximum: 5 })
 *   .label({ en: 'Stars', 'zh-CN': '星级' })
 *   .help({ en: 'Five is best.', 'zh-CN': '五星最佳。' })
 *   .default(3)
 *   .indexed();
 * ```
 */
export class FieldBuilder<Value = unknown, Required extends boolean = false> {
  /** What has been said of the field so far. */
  readonly definition: FieldDefinition;
  /** Only a type: what the field holds. */
  declare readonly $value: Value;
  /** Only a type: whether a new record must have it. */
  declare readonly $required: Required;

  constructor(definition: FieldDefinition) {
    this.definition = definition;
  }

  /** The field with more said of it. */
  with(more: Partial<FieldDefinition>): FieldBuilder<Value, Required> {
    return new FieldBuilder({ ...this.definition, ...more });
  }
  /** What people read. */
  label(label: LocalizedText): FieldBuilder<Value, Required> {
    return this.with({ label });
  }
  /** A sentence below the input. */
  help(help: LocalizedText): FieldBuilder<Value, Required> {
    return this.with({ help });
  }
  /** Binds creation and writes that touch the field, never rows that are already there. */
  required(): FieldBuilder<Value, true> {
    return new FieldBuilder({ ...this.definition, required: true });
  }
  /** No two live records have the same value. */
  unique(): FieldBuilder<Value, Required> {
    return this.with({ unique: true });
  }
  /** Filters and sorts by it are fast. */
  indexed(): FieldBuilder<Value, Required> {
    return this.with({ indexed: true });
  }
  /** Words in it are found by a search; of a sensitive field they are not. */
  searchable(): FieldBuilder<Value, Required> {
    return this.with({ searchable: true });
  }
  /** It holds data of a person: erased on request, left out of logs. */
  personal(): FieldBuilder<Value, Required> {
    return this.with({ personal: true });
  }
  /** Reading it is written into the audit, and a list that names no fields leaves it out. */
  sensitive(): FieldBuilder<Value, Required> {
    return this.with({ sensitive: true });
  }
  /** Only the system writes it. */
  readOnly(): FieldBuilder<Value, Required> {
    return this.with({ readOnly: true });
  }
  /** The value of a new record that brings none. */
  default(value: Value & Json): FieldBuilder<Value, Required> {
    return this.with({ default: value });
  }
  /** The name it had before; its column and data are kept. */
  was(name: string): FieldBuilder<Value, Required> {
    return this.with({ was: name });
  }
}
