import type { AnyReference, ChoiceOption, FieldType } from '../entities/field.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { FieldAccess } from '../permissions/policy.ts';
import type { Contribution } from './contribution.ts';

/** What the UI is made from: the enabled plugins as this principal may see them. `GET /api/meta`. */
export interface AppMeta {
  /** Number of the assembly; a live message names a new one when plugins or fields change. */
  readonly assembly: number;
  readonly workspace: {
    readonly name: string;
    readonly currency: string;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly locale: string | null;
    readonly permissions: readonly string[];
    /** Who looks through this user's eyes, and changes nothing. */
    readonly viewedBy?: { readonly id: string; readonly name: string };
  };
  readonly plugins: readonly {
    readonly id: string;
    readonly label: LocalizedText;
    readonly version: string;
    readonly module: string | null;
  }[];
  readonly entities: readonly EntityMeta[];
  readonly contributions: readonly (Contribution & { readonly plugin: string })[];
  /** Texts of the plugins by locale and key, from their locale files, namespaced by plugin id. */
  readonly locales: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
  >;
  readonly currencies: readonly { readonly code: string; readonly exponent: number }[];
  /** Somebody writes a plugin here: pages load themselves anew when its module has changed. */
  readonly isDevelopment?: boolean;
}

export interface EntityMeta {
  readonly id: string;
  readonly plugin: string;
  /** Below `/api`: `customer/accounts`. Also the path of its list in the UI. */
  readonly path: string;
  readonly label: LocalizedText;
  readonly plural: LocalizedText;
  readonly description?: LocalizedText;
  readonly icon: string;
  readonly hue: number | null;
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly owned: boolean;
  readonly auxiliary: boolean;
  readonly states: boolean;
  readonly timeline: boolean;
  /** Whether this principal may do it with at least some records. */
  readonly actions: Readonly<Record<'create' | 'read' | 'update' | 'delete' | 'export', boolean>>;
  readonly fields: readonly FieldMeta[];
  readonly relations: readonly {
    readonly name: string;
    readonly label: LocalizedText;
    readonly entity: string;
    readonly via: string;
  }[];
  readonly list: {
    readonly columns: readonly string[];
    readonly sort: { readonly field: string; readonly direction: 'asc' | 'desc' };
  };
  /** What the entity says about its board; names that this person may not see are left out. */
  readonly board?: BoardMeta;
  readonly form: readonly {
    readonly label: LocalizedText | null;
    readonly fields: readonly string[];
  }[];
}

/** How records of an entity stand on a board. */
export interface BoardMeta {
  /** Field whose values are the columns at first. */
  readonly by?: string;
  /** Fields on a card; absent when they follow from the list. */
  readonly card?: readonly string[];
  /** Fields summed above a column; absent when it is the first money field. */
  readonly sums?: readonly string[];
  /** Percent field that the first sum is weighted with. */
  readonly weight?: string;
  /** Date that can be overdue. */
  readonly due?: string;
  /** Moment of entry into the state. */
  readonly enteredAt?: string;
  readonly staleAfterDays?: number;
  /** Keys of choices and kinds of states whose columns start folded. */
  readonly closed?: readonly string[];
}

/** A field as the signed-in user may see and use it. */
export interface FieldMeta {
  /** Its name in records and filters. */
  readonly name: string;
  /** Which kind of value it holds. */
  readonly type: FieldType;
  /** What people read. */
  readonly label: LocalizedText;
  /** A sentence below the input. */
  readonly help?: LocalizedText;
  /** Id of the plugin that brings it; `x` for custom fields. */
  readonly plugin: string;
  /** Whether every record has it, such as `createdAt`. */
  readonly system: boolean;
  /** What the reader may do with it. */
  readonly access: Exclude<FieldAccess, 'none'>;
  /** A new record must have it. */
  readonly required: boolean;
  /** Only the system writes it. */
  readonly readOnly: boolean;
  /** Lists can be sorted by it. */
  readonly sortable: boolean;
  /** Lists can be filtered by it. */
  readonly filterable: boolean;
  /** No two live records have the same value. */
  readonly unique: boolean;
  /** The input has several lines. */
  readonly multiline: boolean;
  /** Whoever reads it is written down; lists leave it out unless it is named. Absent when not. */
  readonly sensitive?: boolean;
  /** Characters at most. */
  readonly maxLength?: number;
  /** Smallest value, included. */
  readonly minimum?: number;
  /** Largest value, included. */
  readonly maximum?: number;
  /** Digits after the point. */
  readonly scale?: number;
  /** Shown without separators, never summed. */
  readonly ungrouped?: boolean;
  /** What can be chosen, in the order shown. */
  readonly options?: readonly ChoiceOption[];
  /** The entity that a `ref`, `refs` or `state` points to. */
  readonly target?: string;
  /** What an `anyRef` may point to. */
  readonly targets?: readonly string[];
  /** Of a `state`: the field that says which machine it belongs to. */
  readonly within?: string;
  /** Of a roll-up: the type of its value. */
  readonly valueType?: 'integer' | 'decimal' | 'money' | 'date' | 'datetime';
}

/** How a reference is shown: `include=` expands a reference to its record with `title` added. */
export interface ReferenceMeta extends AnyReference {
  /** The title of the record that is meant. */
  readonly title: string;
}
