import { type KeyOf, toOption } from './choice-option.ts';
import type { EntityId } from './entity.ts';
import {
  FieldBuilder,
  type Address,
  type AnyReference,
  type ChoiceOption,
  type FieldDefinition,
  type FieldType,
  type Json,
  type Money,
  type RollupDefinition,
} from './field.ts';

function field<Value>(type: FieldType, more: Partial<FieldDefinition> = {}): FieldBuilder<Value> {
  return new FieldBuilder<Value>({ type, ...more });
}

/** One line of text; at most 255 characters unless said otherwise. */
export function text(
  options: { maxLength?: number; multiline?: boolean } = {},
): FieldBuilder<string> {
  return field('text', { maxLength: options.multiline ? 20_000 : 255, ...options });
}
/** Formatted text as HTML, made safe on the server whenever it is written. */
export function richText(): FieldBuilder<string> {
  return field('richText', { maxLength: 200_000 });
}
/** A whole number between −2⁵³ and 2⁵³. */
export function integer(
  options: { minimum?: number; maximum?: number; ungrouped?: boolean } = {},
): FieldBuilder<number> {
  return field('integer', options);
}
/** An exact decimal as a string, for example `"12.5000"`. */
export function decimal(
  options: { scale?: number; minimum?: number; maximum?: number } = {},
): FieldBuilder<string> {
  return field('decimal', options);
}
/** An amount with its currency. Filters, sorts and sums use its base amount. */
export function money(): FieldBuilder<Money> {
  return field('money');
}
/** A percentage as a number: 12.5 is 12.5 %. Four digits are kept after the point. */
export function percent(
  options: { minimum?: number; maximum?: number } = {},
): FieldBuilder<number> {
  return field('percent', options);
}
/** True or false. */
export function boolean(): FieldBuilder<boolean> {
  return field('boolean');
}
/** A calendar day, `"2026-11-28"`; it has no time and no zone. */
export function date(): FieldBuilder<string> {
  return field('date');
}
/** A moment, ISO 8601 in UTC. */
export function datetime(): FieldBuilder<string> {
  return field('datetime');
}
/** A length of time in whole seconds. */
export function duration(): FieldBuilder<number> {
  return field('duration', { minimum: 0 });
}
/** One of a fixed list, stored by its key. */
export function choice<const O extends readonly (string | ChoiceOption)[]>(
  options: O,
): FieldBuilder<KeyOf<O[number]>> {
  return field('choice', { options: options.map(toOption) });
}
/** Several of a fixed list. */
export function choices<const O extends readonly (string | ChoiceOption)[]>(
  options: O,
): FieldBuilder<readonly KeyOf<O[number]>[]> {
  return field('choices', { options: options.map(toOption) });
}
/** An e-mail address, kept in lower case. */
export function email(): FieldBuilder<string> {
  return field('email', { maxLength: 254 });
}
/** A telephone number as it was typed, without spaces around it; at most 40 characters. */
export function phone(): FieldBuilder<string> {
  return field('phone', { maxLength: 40 });
}
/** A web address (`https:`, `http:`) or `mailto:`; `https://` is added where the scheme is missing. */
export function url(): FieldBuilder<string> {
  return field('url', { maxLength: 2000 });
}
/** A postal address. */
export function address(): FieldBuilder<Address> {
  return field('address');
}
/** Any JSON value; not sorted, searched or aggregated. */
export function json(): FieldBuilder<Json> {
  return field('json');
}
/** An uploaded file, by its id. */
export function file(): FieldBuilder<string> {
  return field('file', { onDelete: 'clear' });
}
/** A reference to one record, by its id. */
export function ref(
  target: EntityId,
  options: Pick<FieldDefinition, 'soft' | 'onDelete' | 'inverse'> = {},
): FieldBuilder<string> {
  return field('ref', { target, onDelete: 'restrict', ...options });
}
/** References to several records, by their ids. */
export function refs(target: EntityId): FieldBuilder<readonly string[]> {
  return field('refs', { target });
}
/** A reference to a record of any entity, or of those named. */
export function anyRef(targets?: readonly EntityId[]): FieldBuilder<AnyReference> {
  return field('anyRef', targets ? { targets } : {});
}
/** A user, by id. */
export function user(): FieldBuilder<string> {
  return field('user', { target: 'tessera.user', onDelete: 'restrict' });
}
/** A team, by id. */
export function team(): FieldBuilder<string> {
  return field('team', { target: 'tessera.team', onDelete: 'restrict' });
}
/**
 * The state of a record: a row of a state entity (one declared with `states: true`). Filters and writes take
 * the id or the stable key; every change is written to the history with its duration.
 */
export function state(target: EntityId, options: { within?: string } = {}): FieldBuilder<string> {
  return field('state', { target, onDelete: 'restrict', ...options });
}
/** A number given by the system when the record is made, from a locked sequence. */
export function autonumber(format: string): FieldBuilder<string> {
  return field('autonumber', { format, unique: true });
}
/** A number over the records that point here. */
export function rollup(definition: RollupDefinition): FieldBuilder<string | number> {
  return field('rollup', { rollup: definition, readOnly: true });
}
