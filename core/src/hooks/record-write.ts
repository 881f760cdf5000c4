import type { StoredRecord, StoredValues, UncheckedValues } from '../entities/entity-types.ts';

/**
 * What the guards (`creating`, `updating`, `deleting`, `restoring`) and the action `writing` on the writes of an entity are given. Its values
 * have been checked. `E` is the type of the entity; without it the values may be anything.
 *
 * @example
 * ```ts
 * import type { Context, RecordWrite, Refusal, User } from '@tessera/sdk';
 *
 * export function keepManager(_ctx: Context, write: RecordWrite<typeof User>): Refusal | undefined {
 *   if (write.values.manager !== write.id) return undefined;
 *   return { reason: 'Nobody is his own manager.', field: 'manager' };
 * }
 * ```
 */
export interface RecordWrite<E = unknown> {
  /** What is done to the record. */
  readonly action: 'create' | 'update' | 'delete' | 'restore';
  /** Id of the record, of one that is being created too. */
  readonly id?: string;
  /** The stored record; null on creation. */
  readonly before: StoredRecord<E> | null;
  /** What will be written: only what changes. Empty when it is deleted or restored. */
  readonly values: StoredValues<E>;
  /** An import of history: gates are warnings, automation is off. */
  readonly history: boolean;
  /** True when it is deleted or restored along with the record that it belongs to, and nobody asked for this one itself. */
  readonly cascade?: boolean;
}

/**
 * What the filter `validating` is given, and answers with other values: a write whose values have not been checked yet. They are what a
 * client has sent: look at the type before you use one. `E` is the type of the entity; without it the names may be anything too.
 *
 * @example
 * ```ts
 * import type { Context, RecordInput, User } from '@tessera/sdk';
 *
 * export function tidyName(_ctx: Context, input: RecordInput<typeof User>): RecordInput<typeof User> | undefined {
 *   const { name } = input.values;
 *   return typeof name === 'string' ? { ...input, values: { ...input.values, name: name.trim() } } : undefined;
 * }
 * ```
 */
export interface RecordInput<E = unknown, Before = StoredRecord<E>> {
  /** What is done to the record. */
  readonly action: 'create' | 'update' | 'delete' | 'restore';
  /** Id of the record, of one that is being created too. */
  readonly id?: string;
  /** The stored record; null on creation. */
  readonly before: Before | null;
  /** What was sent; only what changes is written. */
  readonly values: UncheckedValues<E>;
  /** An import of history: gates are warnings, automation is off. */
  readonly history: boolean;
}

/**
 * Payload of the events of an entity. An update tells the values that changed and the title; all else tells every value that is not empty.
 * `E` is the type of the entity; without it the values may be anything.
 */
export interface RecordEvent<E = unknown> {
  /** Entity of the record. */
  readonly entity: string;
  /** Id of the record. */
  readonly record: string;
  /** The record before; null when it was created or restored. */
  readonly before: StoredValues<E> | null;
  /** The record after; null when it was deleted. */
  readonly after: StoredValues<E> | null;
  /** Names of the fields whose values differ. */
  readonly changed: readonly string[];
}

/** Payload of `stageChanged`: a record has come into another state. */
export interface StageChange<E = unknown> extends RecordEvent<E> {
  /** Name of the `state` field. */
  readonly field: string;
}
