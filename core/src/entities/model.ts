import type { EntityId, EntityOptions, Fields } from './entity.ts';
import type { FieldDefinition } from './field.ts';
import type { LocalizedText } from './localized-text.ts';

/** One field as an assembly sees it: its own, an extension, a custom one or a system one. */
export interface FieldModel extends FieldDefinition {
  /** Name in the API: `closeDate`; an extension `sales_openAmount`; a custom field `x_region`. */
  readonly name: string;
  readonly label: LocalizedText;
  /** Columns that hold it. Most have one; money and anyRef have several, by part. */
  readonly columns: FieldColumns;
  /** Id of the plugin that brings it; `x` for fields made in the UI, `tessera` for system fields. */
  readonly plugin: string;
  readonly system: boolean;
}

/**
 * `value` is what filter, sort and aggregate use.
 * money: `value` = base amount `f_base`; `amount`, `currency`, `rate`, `rateDate`.
 * anyRef: `value` = `f_id`, `entity` = `f_entity`.
 */
export interface FieldColumns {
  readonly value: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly rate?: string;
  readonly rateDate?: string;
  readonly entity?: string;
}

/** Records of another entity that point here: the far side of its `ref`. */
export interface RelationModel {
  /** Name in filters and related lists, for example `contacts`. */
  readonly name: string;
  readonly label: LocalizedText;
  readonly entity: EntityId;
  /** The `ref`, `user` or `anyRef` field of that entity that points here. */
  readonly via: string;
}

/** An entity as an assembly sees it, with every field that enabled plugins give it. */
export interface EntityModel {
  readonly id: EntityId;
  readonly plugin: string;
  /** Schema and table in PostgreSQL. */
  readonly schema: string;
  readonly table: string;
  readonly options: EntityOptions<Fields>;
  readonly owned: boolean;
  /** System fields first, then the entity's own, then extensions by plugin id, then custom. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly relations: ReadonlyMap<string, RelationModel>;
  /** Composite unique keys as lists of field names. */
  readonly uniques: readonly (readonly string[])[];
  /** Roll-up fields of other entities that this entity's rows feed. */
  readonly feeds: readonly {
    readonly entity: EntityId;
    readonly field: string;
    readonly via: string;
  }[];
}

/** Every entity of an assembly, by id. */
export type EntityModels = ReadonlyMap<EntityId, EntityModel>;
