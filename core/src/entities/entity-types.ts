import type { Role } from '../permissions/role.ts';
import type { Team, User } from '../permissions/user.ts';
import type { Entity, EntityId, Flat, RecordOf, SystemFields } from './entity.ts';

/**
 * Every entity by its id. A plugin adds its own in `contract.ts`, by declaration merging on `@tessera/sdk`; the names of its record hooks,
 * record events and slots follow from that.
 *
 * @example
 * ```ts
 * import { defineEntity, text, type Entity } from '@tessera/sdk';
 *
 * const fields = { name: text().required() };
 * export const Vessel: Entity<'harbour.vessel', typeof fields> = defineEntity('harbour.vessel', {
 *   label: { en: 'Vessel' },
 *   plural: { en: 'Vessels' },
 *   path: 'vessels',
 *   title: 'name',
 *   fields,
 * });
 *
 * declare module '@tessera/sdk' {
 *   interface EntityTypes {
 *     'harbour.vessel': typeof Vessel;
 *   }
 * }
 * ```
 */
export interface EntityTypes {
  /** People who own records and may sign in. */
  'tessera.user': typeof User;
  /** Teams, as a tree. */
  'tessera.team': typeof Team;
  /** What users may do. */
  'tessera.role': typeof Role;
}

/** Id of an entity that a contract declares. */
export type EntityName = keyof EntityTypes & EntityId;

/**
 * An id that is known only while the program runs: of the type {@link EntityId} as a whole. For an id that is written down, and so could be
 * misspelt, it is `never`.
 */
export type UnknownEntityId<I extends EntityId> = EntityId extends I ? I : never;

/** Fields that other plugins and users add: `<plugin>_<field>` and `x_<field>`. */
export interface ExtensionFields {
  /** Their types are not known here. */
  readonly [extension: `${string}_${string}`]: unknown;
}

/** A record as hooks and events get it: with the fields that others added. Any values where the entity is not known. */
export type StoredRecord<E> =
  // oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
  E extends Entity<any, any>
    ? Flat<RecordOf<E> & ExtensionFields>
    : Readonly<Record<string, unknown>>;

/** Some values of a record, as they are stored. */
export type StoredValues<E> =
  // oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
  E extends Entity<any, any>
    ? Flat<Partial<RecordOf<E>> & ExtensionFields>
    : Readonly<Record<string, unknown>>;

/** Values that have not been checked yet: the names are those of the entity, the values may be anything that a client sends. */
export type UncheckedValues<E> =
  E extends Entity<EntityId, infer F>
    ? Flat<{ readonly [K in keyof F | keyof SystemFields]?: unknown } & ExtensionFields>
    : Readonly<Record<string, unknown>>;
