import type { Entity } from '../entities/entity.ts';
import type {
  EntityName,
  EntityTypes,
  StoredRecord,
  UncheckedValues,
} from '../entities/entity-types.ts';
import type { FieldMeta } from './app-meta.ts';

/**
 * Every slot that does not belong to an entity, with what an element in it gets as properties. A plugin that offers a slot of its own adds
 * it in `contract.ts`, by declaration merging on `@tessera/sdk`, and shows it by `<ts-slot name="…" .context=…>`.
 *
 * @example
 * ```ts
 * declare module '@tessera/sdk' {
 *   interface SlotTypes {
 *     'harbour.map.layer': { readonly zoom: number };
 *   }
 * }
 * ```
 */
export interface SlotTypes {
  /** An entry of the navigation; no element. */
  'app.nav': NoContext;
  /** A page of its own at `path`. */
  'app.page': NoContext;
  /** How records of the contribution's `entity` stand in timelines. */
  'timeline.item': TimelineItemContext;
  /** A card on the start page. */
  'dashboard.widget': NoContext;
  /** A section of the settings. */
  'settings.page': NoContext;
  /** An entry of the palette; no element. */
  command: NoContext;
  /** Edits the contribution's `field`. */
  'field.editor': FieldEditorContext;
  /** Shows the contribution's `field`. */
  'field.display': FieldDisplayContext;
  /** A page of the portal. */
  'portal.page': NoContext;
  /** A step of a workflow. */
  'workflow.step': NoContext;
}

/** An element that is given nothing. */
export type NoContext = Readonly<Record<never, never>>;

/** On the page of a record: beside the title, among the actions, below the details, or as a tab. */
export interface RecordSlotContext<E = unknown> {
  /** Id of the entity. */
  readonly entity: string;
  /** Id of the record. */
  readonly id: string;
  /** The record, with the fields that the reader may see. */
  readonly record: Partial<StoredRecord<E>>;
}

/** In the form of an entity. The element sets a field by `ts-field-changed` with `{name, value}`, bubbling and composed. */
export interface FormSlotContext<E = unknown> {
  /** Id of the entity. */
  readonly entity: string;
  /** Id of the record; null while it is new. */
  readonly id: string | null;
  /** The values in the form. */
  readonly draft: UncheckedValues<E>;
}

/** In a timeline. */
export interface TimelineItemContext {
  /** What the timeline tells of it: `{kind, at, …}`. */
  readonly item: Readonly<Record<string, unknown>>;
  /** Id of the entity of the page. */
  readonly entity: string;
  /** Id of the record of the page. */
  readonly id: string;
  /** The record that is shown. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** In place of a field that is shown. */
export interface FieldDisplayContext {
  /** Which field. */
  readonly field: FieldMeta;
  /** Its value; null when there is none. */
  readonly value: unknown;
}

/** In place of a field that is edited. The element tells a value by `ts-field-changed` with `{value}`. */
export interface FieldEditorContext extends FieldDisplayContext {
  /** All values in the form. */
  readonly draft: Readonly<Record<string, unknown>>;
  /** What stands beside it. */
  readonly label: string;
  /** Name for screen readers. */
  readonly accessibleName: string;
  /** Whether it must have a value. */
  readonly required: boolean;
  /** What is wrong with it; empty when nothing is. */
  readonly error: string;
}

/** A place of an entity, by what follows its id in the name of the slot. */
export type EntityPlace =
  | `list.${'column' | 'action' | 'view'}`
  | `page.${'header' | 'tab' | 'side' | 'action'}`
  | 'form.section';

/** A place in the UI that contributions go to: those of {@link SlotTypes}, and those of every entity that a contract declares. */
export type SlotName = keyof SlotTypes | `${EntityName}.${EntityPlace}` | OwnSlotName;

/** What {@link slotOf} makes. */
export type OwnSlotName = `${string}.${string}.${EntityPlace}` & {
  /** Only a type: made from an entity, not written by hand. */
  readonly $entity: unknown;
};

/**
 * What an element in the slot gets as properties.
 *
 * @example
 * ```ts
 * import type { SlotContext } from '@tessera/sdk';
 *
 * export function greeting({ record }: SlotContext<'tessera.user.page.side'>): string {
 *   return `Hello ${record.name ?? ''}`;
 * }
 * ```
 */
export type SlotContext<N extends SlotName> = N extends keyof SlotTypes
  ? SlotTypes[N]
  : N extends `${infer Id extends EntityName}.page.${string}`
    ? RecordSlotContext<EntityTypes[Id]>
    : N extends `${infer Id extends EntityName}.form.section`
      ? FormSlotContext<EntityTypes[Id]>
      : NoContext;

/**
 * The slot of an entity that is at hand as a value: the plugin's own need no declaration then.
 *
 * @example
 * ```ts
 * import { slotOf, User, type Contribution } from '@tessera/sdk';
 *
 * export const card: Contribution = {
 *   slot: slotOf(User, 'page.side'),
 *   id: 'shifts',
 *   element: 'harbour-shifts',
 *   label: { en: 'Shifts', 'zh-CN': '班次' },
 * };
 * ```
 */
// oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
export function slotOf(entity: Entity<any, any>, place: EntityPlace): OwnSlotName {
  return `${entity.id}.${place}` as OwnSlotName;
}
