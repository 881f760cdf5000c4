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

/**
 * One line of text; at most 255 characters unless said otherwise.
 *
 * @example
 * ```ts
 * import { text } from '@tessera/sdk';
 *
 * export const name = text({ maxLength: 100 }).required().searchable().label({ en: 'Name', 'zh-CN': '名称' });
 * ```
 */
export function text(
  options: { maxLength?: number; multiline?: boolean } = {},
): FieldBuilder<string> {
  return field('text', { maxLength: options.multiline ? 20_000 : 255, ...options });
}
/**
 * Formatted text as HTML, made safe on the server whenever it is written.
 *
 * @example
 * ```ts
 * import { richText } from '@tessera/sdk';
 *
 * export const terms = richText().label({ en: 'Terms', 'zh-CN': '条款' });
 * ```
 */
export function richText(): FieldBuilder<string> {
  return field('richText', { maxLength: 200_000 });
}
/**
 * A whole number between −2⁵³ and 2⁵³.
 *
 * @example
 * ```ts
 * import { integer } from '@tessera/sdk';
 *
 * export const seats = integer({ minimum: 1, maximum: 500 }).default(1);
 * ```
 */
export function integer(
  options: { minimum?: number; maximum?: number; ungrouped?: boolean } = {},
): FieldBuilder<number> {
  return field('integer', options);
}
/**
 * An exact decimal as a string, for example `"12.5000"`.
 *
 * @example
 * ```ts
 * import { decimal } from '@tessera/sdk';
 *
 * export const rate = decimal({ scale: 2, minimum: 0 }).default('0.00');
 * ```
 */
export function decimal(
  options: { scale?: number; minimum?: number; maximum?: number } = {},
): FieldBuilder<string> {
  return field('decimal', options);
}
/**
 * An amount with its currency: `{ amount: "180.32", currency: "EUR" }`, the amount a decimal string. Filters, sorts and sums use its amount in
 * the base currency, by the rate of the day.
 *
 * @example
 * ```ts
 * import { money } from '@tessera/sdk';
 *
 * export const price = money().required().label({ en: 'Price', 'zh-CN': '价格' });
 * ```
 */
export function money(): FieldBuilder<Money> {
  return field('money');
}
/**
 * A percentage as a number: 12.5 is 12.5 %. Four digits are kept after the point.
 *
 * @example
 * ```ts
 * import { percent } from '@tessera/sdk';
 *
 * export const discount = percent({ minimum: 0, maximum: 100 }).default(12.5);
 * ```
 */
export function percent(
  options: { minimum?: number; maximum?: number } = {},
): FieldBuilder<number> {
  return field('percent', options);
}
/**
 * True or false.
 *
 * @example
 * ```ts
 * import { boolean } from '@tessera/sdk';
 *
 * export const isActive = boolean().default(true);
 * ```
 */
export function boolean(): FieldBuilder<boolean> {
  return field('boolean');
}
/**
 * A calendar day, `"2026-11-28"`; it has no time and no zone.
 *
 * @example
 * ```ts
 * import { date } from '@tessera/sdk';
 *
 * export const due = date().indexed().label({ en: 'Due', 'zh-CN': '截止日期' });
 * ```
 */
export function date(): FieldBuilder<string> {
  return field('date');
}
/**
 * A moment, ISO 8601 in UTC, to the millisecond: `"2026-11-28T09:30:00.000Z"`.
 *
 * @example
 * ```ts
 * import { datetime } from '@tessera/sdk';
 *
 * export const startsAt = datetime().required();
 * ```
 */
export function datetime(): FieldBuilder<string> {
  return field('datetime');
}
/**
 * A length of time in whole seconds.
 *
 * @example
 * ```ts
 * import { duration } from '@tessera/sdk';
 *
 * export const timeSpent = duration().default(1800);
 * ```
 */
export function duration(): FieldBuilder<number> {
  return field('duration', { minimum: 0 });
}
/**
 * One of a fixed list, stored by its key.
 *
 * @example
 * ```ts
 * import { choice } from '@tessera/sdk';
 *
 * export const tier = choice([
 *   'bronze',
 *   { key: 'gold', label: { en: 'Gold', 'zh-CN': '金牌' }, hue: 75 },
 * ]).default('bronze');
 * ```
 */
export function choice<const O extends readonly (string | ChoiceOption)[]>(
  options: O,
): FieldBuilder<KeyOf<O[number]>> {
  return field('choice', { options: options.map(toOption) });
}
/**
 * Several of a fixed list.
 *
 * @example
 * ```ts
 * import { choices } from '@tessera/sdk';
 *
 * export const channels = choices(['email', 'phone', 'post']);
 * ```
 */
export function choices<const O extends readonly (string | ChoiceOption)[]>(
  options: O,
): FieldBuilder<readonly KeyOf<O[number]>[]> {
  return field('choices', { options: options.map(toOption) });
}
/**
 * An e-mail address, kept in lower case.
 *
 * @example
 * ```ts
 * import { email } from '@tessera/sdk';
 *
 * export const invoicesTo = email().personal().label({ en: 'Invoices to', 'zh-CN': '账单邮箱' });
 * ```
 */
export function email(): FieldBuilder<string> {
  return field('email', { maxLength: 254 });
}
/**
 * A telephone number as it was typed, without spaces around it; at most 40 characters.
 *
 * @example
 * ```ts
 * import { phone } from '@tessera/sdk';
 *
 * export const hotline = phone().searchable();
 * ```
 */
export function phone(): FieldBuilder<string> {
  return field('phone', { maxLength: 40 });
}
/**
 * A web address (`https:`, `http:`) or `mailto:`; `https://` is added where the scheme is missing.
 *
 * @example
 * ```ts
 * import { url } from '@tessera/sdk';
 *
 * export const website = url().label({ en: 'Website', 'zh-CN': '网站' });
 * ```
 */
export function url(): FieldBuilder<string> {
  return field('url', { maxLength: 2000 });
}
/**
 * A postal address: `{ lines, city, district, region, postalCode, countryCode }`, each part optional.
 *
 * @example
 * ```ts
 * import { address } from '@tessera/sdk';
 *
 * export const deliveredTo = address().personal();
 * ```
 */
export function address(): FieldBuilder<Address> {
  return field('address');
}
/**
 * Any JSON value; not sorted, searched or aggregated.
 *
 * @example
 * ```ts
 * import { json } from '@tessera/sdk';
 *
 * export const answer = json().readOnly();
 * ```
 */
export function json(): FieldBuilder<Json> {
  return field('json');
}
/**
 * An uploaded file, by its id.
 *
 * @example
 * ```ts
 * import { file } from '@tessera/sdk';
 *
 * export const certificate = file().label({ en: 'Certificate', 'zh-CN': '证书' });
 * ```
 */
export function file(): FieldBuilder<string> {
  return field('file', { onDelete: 'clear' });
}
/**
 * A reference to one record, by its id. `onDelete` says what becomes of this record when the other is deleted: `restrict` (as when it is not
 * given) refuses the deletion, `clear` empties the field, `cascade` deletes this record too. A `soft` one has no foreign key and reads as null
 * while the plugin of the other is off.
 *
 * @example
 * ```ts
 * import { ref } from '@tessera/sdk';
 *
 * export const account = ref('customer.account', {
 *   onDelete: 'cascade',
 *   inverse: { name: 'vessels', label: { en: 'Vessels', 'zh-CN': '船舶' } },
 * }).required();
 * ```
 */
export function ref(
  target: EntityId,
  options: Pick<FieldDefinition, 'soft' | 'onDelete' | 'inverse'> = {},
): FieldBuilder<string> {
  return field('ref', { target, onDelete: 'restrict', ...options });
}
/**
 * References to several records, by their ids.
 *
 * @example
 * ```ts
 * import { refs } from '@tessera/sdk';
 *
 * export const ports = refs('harbour.port').label({ en: 'Ports', 'zh-CN': '港口' });
 * ```
 */
export function refs(target: EntityId): FieldBuilder<readonly string[]> {
  return field('refs', { target });
}
/**
 * A reference to a record of any entity, or of those named.
 *
 * @example
 * ```ts
 * import { anyRef } from '@tessera/sdk';
 *
 * export const about = anyRef(['customer.account', 'customer.contact']).required();
 * ```
 */
export function anyRef(targets?: readonly EntityId[]): FieldBuilder<AnyReference> {
  return field('anyRef', targets ? { targets } : {});
}
/**
 * A user, by id. Whoever takes over from a leaver takes his place in it, unless it is read-only or unique.
 *
 * @example
 * ```ts
 * import { user } from '@tessera/sdk';
 *
 * export const pilot = user().label({ en: 'Pilot', 'zh-CN': '引航员' });
 * ```
 */
export function user(): FieldBuilder<string> {
  return field('user', { target: 'tessera.user', onDelete: 'restrict' });
}
/**
 * A team, by id.
 *
 * @example
 * ```ts
 * import { team } from '@tessera/sdk';
 *
 * export const crew = team().label({ en: 'Crew', 'zh-CN': '班组' });
 * ```
 */
export function team(): FieldBuilder<string> {
  return field('team', { target: 'tessera.team', onDelete: 'restrict' });
}
/**
 * The state of a record: a row of a state entity (one declared with `states: true`). Filters and writes take
 * the id or the stable key; every change is written to the history with its duration.
 *
 * @example
 * ```ts
 * import { state } from '@tessera/sdk';
 *
 * export const step = state('harbour.step').label({ en: 'Step', 'zh-CN': '步骤' });
 * ```
 */
export function state(target: EntityId, options: { within?: string } = {}): FieldBuilder<string> {
  return field('state', { target, onDelete: 'restrict', ...options });
}
/**
 * A number given by the system when the record is made, from a locked sequence.
 *
 * @example
 * ```ts
 * import { autonumber } from '@tessera/sdk';
 *
 * export const number = autonumber('QUO-{YYYY}-{00000}');
 * ```
 */
export function autonumber(format: string): FieldBuilder<string> {
  return field('autonumber', { format, unique: true });
}
/**
 * A number over the records that point here.
 *
 * @example
 * ```ts
 * import { rollup } from '@tessera/sdk';
 *
 * export const calls = rollup({
 *   entity: 'harbour.call',
 *   via: 'vessel',
 *   function: 'count',
 *   filter: { cancelled: false },
 * }).label({ en: 'Calls', 'zh-CN': '靠泊次数' });
 * ```
 */
export function rollup(definition: RollupDefinition): FieldBuilder<string | number> {
  return field('rollup', { rollup: definition, readOnly: true });
}
