import type { FieldBuilder, FieldDefinition } from './field.ts';
import type { LocalizedText } from './localized-text.ts';

/** `plugin.noun`, singular, for example `customer.account`. */
export type EntityId = `${string}.${string}`;

/** The fields of an entity by name: lower camel case, not ending in an operator suffix such as `_gte`. */
// oxlint-disable-next-line typescript/no-explicit-any -- the bound of a phantom type
export type Fields = Readonly<Record<string, FieldBuilder<any, boolean>>>;

/** What an entity is, besides its id. */
export interface EntityOptions<F extends Fields> {
  /** One record: “Account”. */
  readonly label: LocalizedText;
  /** Several records: “Accounts”. */
  readonly plural: LocalizedText;
  /** Last part of the URL, plural: `accounts` is served under `/api/customer/accounts`. */
  readonly path: string;
  /** Name of a Lucide icon. */
  readonly icon?: string;
  /** Hue of the icon and of avatars, in degrees of OKLCH. */
  readonly hue?: number;
  /** What it is for, in a sentence. */
  readonly description?: LocalizedText;
  /** Records have an owner and a team; own, team and teamTree scopes apply. Default true. */
  readonly owned?: boolean;
  /** The field that names a record. */
  readonly title: keyof F & string;
  /** Fields shown beside the title where a record is mentioned. */
  readonly subtitle?: readonly (keyof F & string)[];
  /** Its own fields; every record also has {@link SystemFields}. */
  readonly fields: F;
  /** Composite indexes, each a list of fields. */
  readonly indexes?: readonly (readonly (keyof F & string)[])[];
  /** Composite unique keys among live records; import can look a record up by them. */
  readonly uniques?: readonly (readonly (keyof F & string)[])[];
  /** A `ref` field: who may read the record it points to may read this one, in the same scope. */
  readonly shareVia?: keyof F & string;
  /** Rows are the states of a machine: needs the fields `key`, `kind` and `order`. */
  readonly states?: boolean;
  /** The table is partitioned by month of the time in its id. */
  readonly partitioned?: boolean;
  /** Records of this entity appear in the timeline of what their `anyRef`/`ref` fields named here point to. */
  readonly timeline?: {
    readonly via: readonly (keyof F & string)[];
    readonly at: keyof F & string;
  };
  /** The columns that a list starts with, and its order. */
  readonly list?: {
    readonly columns: readonly string[];
    readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' };
  };
  /** How its records stand on a board; what is left out follows from the list. */
  readonly board?: {
    /** The `state`, `choice` or `ref` field whose values are the columns at first. */
    readonly by?: string;
    /** Fields on a card, besides title, subtitle and owner. */
    readonly card?: readonly string[];
    /** Fields summed above a column. */
    readonly sums?: readonly string[];
    /** A percent field: the first sum is also shown times it. */
    readonly weight?: string;
    /** A date that is shown as overdue once it has passed. */
    readonly due?: string;
    /** The moment a record came into its state; its last change when not given. */
    readonly enteredAt?: string;
    /** Days in one state after which a card is marked as stale. */
    readonly staleAfterDays?: number;
    /** Keys of choices, and kinds of states, that end the work: their columns start folded. */
    readonly closed?: readonly string[];
  };
  /** Groups of fields in forms and on the record page; fields not named follow in a last group. */
  readonly form?: readonly { readonly label: LocalizedText; readonly fields: readonly string[] }[];
  /** Kept out of navigation and global search: rows that only make sense inside another record. */
  readonly auxiliary?: boolean;
  /** Each record is one natural person, who can ask for all data about them and have it erased; the fields say how the person is known. */
  readonly person?: {
    /** How the person is called. */
    readonly name?: keyof F & string;
    /** Where mail reaches the person; after an erasure nobody can enter the same address unnoticed. */
    readonly email?: keyof F & string;
    /** Where the person is called; held back like the e-mail address. */
    readonly phone?: keyof F & string;
  };
}

/**
 * A record type as data.
 *
 * @example
 * ```ts
 * import type { ChangesOf, Entity, NewRecord, RecordOf, User } from '@tessera/sdk';
 *
 * export type UserRecord = RecordOf<typeof User>;
 * export const newUser: NewRecord<typeof User> = { name: 'Ada Okafor', email: 'ada@example.com' };
 * export const change: ChangesOf<typeof User> = { jobTitle: null };
 * export const pathOf = (entity: Entity): string => entity.path;
 * ```
 */
export interface Entity<
  Id extends EntityId = EntityId,
  F extends Fields = Fields,
> extends EntityOptions<F> {
  /** `plugin.noun`, for example `customer.account`. */
  readonly id: Id;
}

/** Fields that every record has. */
export interface SystemFields {
  /** UUID v7. */
  readonly id: string;
  /** ISO 8601 in UTC, to the millisecond. */
  readonly createdAt: string;
  /** Id of the user; null when nobody signed in made it. */
  readonly createdBy: string | null;
  /** ISO 8601 in UTC, to the millisecond; equals `createdAt` until the first change. */
  readonly updatedAt: string;
  /** Id of the user; null when nobody signed in changed it. */
  readonly updatedBy: string | null;
  /** Counts up by one with each write; the ETag of the record. */
  readonly version: number;
  /** ISO 8601 in UTC while the record is in the recycle bin; null otherwise. */
  readonly deletedAt: string | null;
  /** How the record came to be: `ui`, `api`, `import`, `workflow`, `portal`, `plugin` or `system`. */
  readonly source: string;
  /** Id of the user that the record belongs to; null for nobody. Only on owned entities. */
  readonly owner?: string | null;
  /** Id of the team that works on it; null when there is none. Only on owned entities. */
  readonly team?: string | null;
}

type ValueOf<B> = B extends FieldBuilder<infer V, boolean> ? V : never;
type RequiredKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends FieldBuilder<unknown, true> ? K : never;
}[keyof F];

/** The same members as one type, to be read without their origin. */
export type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The record type of an entity. */
export type RecordOf<E> =
  E extends Entity<EntityId, infer F>
    ? Flat<
        SystemFields & {
          readonly [K in keyof F]: K extends RequiredKeys<F> ? ValueOf<F[K]> : ValueOf<F[K]> | null;
        }
      >
    : never;

/** What creating a record takes. Extension and custom fields go in by their prefixed names. */
export type NewRecord<E> =
  E extends Entity<EntityId, infer F>
    ? { readonly [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
        readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[K]> | null;
      } & {
        readonly owner?: string | null;
        readonly team?: string | null;
        readonly [extension: `${string}_${string}`]: unknown;
      }
    : never;

/** What updating a record takes: the fields to change; null clears one. */
export type ChangesOf<E> = Partial<NewRecord<E>>;

/**
 * Declares an entity; `plugin.entities` takes it. It has no effect until a plugin that lists it is enabled: then its table is made, and it has list,
 * form, page, import, export and an API without another line.
 *
 * @example
 * ```ts
 * import { choice, date, defineEntity, money, ref, text, type Entity } from '@tessera/sdk';
 *
 * const fields = {
 *   title: text().required().searchable().label({ en: 'Title', 'zh-CN': '标题' }),
 *   account: ref('customer.account').required().label({ en: 'Account', 'zh-CN': '客户' }),
 *   status: choice(['draft', 'signed', 'ended']).default('draft').label({ en: 'Status', 'zh-CN': '状态' }),
 *   value: money().label({ en: 'Value', 'zh-CN': '金额' }),
 *   endsOn: date().indexed().label({ en: 'Ends on', 'zh-CN': '到期日' }),
 * };
 *
 * export const Contract: Entity<'law.contract', typeof fields> = defineEntity('law.contract', {
 *   label: { en: 'Contract', 'zh-CN': '合同' },
 *   plural: { en: 'Contracts', 'zh-CN': '合同' },
 *   path: 'contracts',
 *   icon: 'file-signature',
 *   title: 'title',
 *   subtitle: ['account'],
 *   fields,
 *   list: { columns: ['title', 'account', 'status', 'value', 'endsOn'] },
 * });
 * ```
 */
export function defineEntity<const Id extends EntityId, const F extends Fields>(
  id: Id,
  options: EntityOptions<F>,
): Entity<Id, F> {
  return { id, ...options };
}

/** The plain definitions of the fields of an entity. */
export function fieldDefinitions(fields: Fields): Readonly<Record<string, FieldDefinition>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, built]) => [name, built.definition]),
  );
}
