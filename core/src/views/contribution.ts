import type { LocalizedText } from '../entities/localized-text.ts';
import type { Filter } from '../records/filter.ts';
import type { SlotName } from './slot-types.ts';

/**
 * Something a plugin puts into a slot of the UI, as data.
 *
 * @example
 * ```ts
 * import type { Contribution } from '@tessera/sdk';
 *
 * export const card: Contribution = {
 *   slot: 'tessera.user.page.side',
 *   id: 'last-voyage',
 *   element: 'harbour-last-voyage',
 *   label: { en: 'Last voyage', 'zh-CN': '最近航次' },
 *   icon: 'ship',
 *   when: { status: 'active' },
 * };
 * ```
 */
export interface Contribution {
  /** Where it is shown. */
  readonly slot: SlotName;
  /** Unique within the plugin. */
  readonly id: string;
  /** Tag of a custom element that the plugin's UI module exports; starts with the plugin's id. */
  readonly element?: string;
  /**
   * Of `app.nav`: the entity whose list it opens; its label and icon are the entity's. Of `timeline.item`: the entity whose records it
   * shows in timelines.
   */
  readonly entity?: string;
  /**
   * Of `field.editor` and `field.display`: what it edits or shows. A field type (`phone`), for every field of that type, or one field of
   * one entity (`customer.account.phone`); the one field goes before the type.
   */
  readonly field?: string;
  /** Of `app.nav`, `app.page` and `command`: the path in the UI, for example `/sales/forecast`. */
  readonly path?: string;
  /** Of `app.nav`: the group it stands in; the plugin's own when not given. */
  readonly group?: string;
  /** What people read. */
  readonly label?: LocalizedText;
  /** Name of a Lucide icon. */
  readonly icon?: string;
  /** Small comes first; 100 when not given. */
  readonly order?: number;
  /** Of `dashboard.widget`: how many of the twelve columns of the start page it takes, 3 to 12; 6 when not given. */
  readonly width?: number;
  /** Scalar filter on the record, or on the principal where there is none: data, never code. */
  readonly when?: Filter;
}

/** The browser side of a plugin. */
export interface PluginUi {
  /** The module with the elements, relative to the plugin's `src`: `./ui/index.ts`. */
  readonly module?: string;
  /** What it adds, each to a slot. */
  readonly contributions: readonly Contribution[];
}
