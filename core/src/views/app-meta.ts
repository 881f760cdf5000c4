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

export interface FieldMeta {
  readonly name: string;
  readonly type: FieldType;
  readonly label: LocalizedText;
  readonly help?: LocalizedText;
  readonly plugin: string;
  readonly system: boolean;
  readonly access: Exclude<FieldAccess, 'none'>;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly sortable: boolean;
  readonly filterable: boolean;
  readonly unique: boolean;
  readonly multiline: boolean;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly scale?: number;
  /** Shown without separators, never summed. */
  readonly ungrouped?: boolean;
  readonly options?: readonly ChoiceOption[];
  readonly target?: string;
  readonly targets?: readonly string[];
  readonly within?: string;
  /** Of a roll-up: the type of its value. */
  readonly valueType?: 'integer' | 'decimal' | 'money' | 'date' | 'datetime';
}

/** How a reference is shown: `include=` expands a reference to its record with `title` added. */
export interface ReferenceMeta extends AnyReference {
  readonly title: string;
}
