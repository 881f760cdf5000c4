import type { EntityId } from '@tessera/core';

/** Where the value of a field comes from, and what is done to it on the way. */
export interface FieldMapping {
  /** The header of a column. One of `column`, `value` and `template` is given. */
  readonly column?: string;
  /** The same for every row. */
  readonly value?: string | number | boolean;
  /** Text with columns in it: `{{manager}} team`. Empty when all of its columns are. */
  readonly template?: string;
  /** Value by text of the cell; a text that is not named stays as it is. */
  readonly map?: Readonly<Record<string, string>>;
  /** A text that `map` does not name is an error. */
  readonly mapOnly?: boolean;
  /** Fields of the entity that is pointed to, one of which holds the text; its unique fields and its title when not given. */
  readonly lookup?: string | readonly string[];
  /** Of a reference to any entity: which one. */
  readonly entity?: EntityId;
  /** A number, as text, that each number is multiplied by, exactly: `"1000000"` for millions. */
  readonly multiply?: string;
  /** ISO 4217 code of amounts; that of the workspace when not given. */
  readonly currency?: string;
  /** Order of a date's parts, for example `DD/MM/YYYY`; years, months, days when not given. */
  readonly format?: string;
  /** The decimal mark; a point when not given. */
  readonly decimal?: '.' | ',';
  /** Between several values of one cell; `;` when not given. */
  readonly separator?: string;
  /** Instead of an empty cell. */
  readonly default?: string;
  /** An empty cell leaves the field of an existing record as it is; it is cleared when not given. */
  readonly skipEmpty?: boolean;
}

/** Which rows are taken; all conditions hold for them. */
export interface RowFilter {
  /** Columns that are not empty. */
  readonly filled?: readonly string[];
  /** Columns that are empty. */
  readonly empty?: readonly string[];
  /** Columns with one of these texts. */
  readonly equals?: Readonly<Record<string, string | readonly string[]>>;
}

/** What one import does with one file. */
export interface ImportPlan {
  readonly entity: EntityId;
  readonly mode: 'create' | 'update' | 'upsert';
  /** Fields that tell which record a row is about; needed to update. */
  readonly key?: readonly string[];
  /** States are entered without transition, gates warn only, nobody is notified; its own permission. */
  readonly history?: boolean;
  /** What `create` with a key does with a row that is there already: fail, or leave it. `fail` when not given. */
  readonly duplicates?: 'fail' | 'skip';
  /** By field; a part of an address or of money is `billingAddress.city`, `amount.currency`. Found by header when not given. */
  readonly mapping?: Readonly<Record<string, FieldMapping>>;
  /** Value by text, by column, for everything that reads the column. */
  readonly valueMaps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly filter?: RowFilter;
  /** Found by itself when not given. */
  readonly delimiter?: string;
  /** Found by itself when not given. */
  readonly encoding?: string;
}

/** A plan with nothing left open. */
export interface ReadyPlan extends ImportPlan {
  readonly mapping: Readonly<Record<string, FieldMapping>>;
}
