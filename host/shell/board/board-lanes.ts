import type { BoardMeta, EntityMeta, FieldMeta } from '@tessera/core';
import { isExpanded } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { stateHue } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { plainText } from '../field/field-plain.ts';
import { seededTitle } from '../field/seeded-title.ts';

/** One column of a board: the records with one value of a field. */
export interface Lane {
  /** The choice, or the id of the state; `none` for records without a value. */
  readonly key: string;
  /** As the API takes it. */
  readonly value: string | null;
  /** As a record holds it: a choice by its key, a state expanded. */
  readonly shown: unknown;
  readonly label: string;
  readonly hue: number | null;
  /** What is here needs no more work. */
  readonly isClosed: boolean;
  /** Records can be put here. */
  readonly isTarget: boolean;
}

export const NO_VALUE = 'none';
/** Kinds of states that end the work where the entity does not say which do. */
const CLOSED_KINDS = ['won', 'lost', 'done', 'closed', 'cancelled', 'completed'];

/** A column for each choice. */
export function choiceLanes(
  field: FieldMeta,
  board: BoardMeta | undefined,
  view: FieldView,
): readonly Lane[] {
  const closed = board?.by === field.name ? (board.closed ?? []) : [];
  return (field.options ?? []).map(({ key, label, hue }) => ({
    key,
    value: key,
    shown: key,
    label: view.localized(label),
    hue: hue ?? null,
    isClosed: closed.includes(key),
    isTarget: true,
  }));
}

/** A column for each state of a machine, in its order. */
export function stateLanes(
  machine: EntityMeta,
  states: readonly WireRecord[],
  board: BoardMeta | undefined,
  view: FieldView,
): readonly Lane[] {
  const closed = board?.closed ?? CLOSED_KINDS;
  return states.map((state) => {
    const title = plainText(state[machine.title]);
    const shown = { ...state, title, entity: machine.id };
    return {
      key: state.id,
      value: state.id,
      shown,
      label: seededTitle(view.meta, machine.id, title, view.locale),
      hue: stateHue(shown, view.meta),
      isClosed: closed.includes(String(state['kind'])),
      isTarget: true,
    };
  });
}

/** The column of records without a value. */
export function emptyLane(field: FieldMeta, view: FieldView): Lane {
  return {
    key: NO_VALUE,
    value: null,
    shown: null,
    label: view.t('board.none', { field: view.localized(field.label) }),
    hue: null,
    isClosed: false,
    isTarget: !field.required,
  };
}

/** A column for a value that is there but is no choice or state any more: records can only leave it. */
export function strayLane(value: unknown): Lane {
  const key = laneKey(value);
  const label =
    typeof value === 'object' && value !== null && 'label' in value
      ? (value.label ?? key)
      : isExpanded(value)
        ? value.title
        : key;
  return {
    key,
    value: key,
    shown: value,
    label: plainText(label),
    hue: null,
    isClosed: false,
    isTarget: false,
  };
}

/** The key of the column that a value belongs to. */
export function laneKey(value: unknown): string {
  if (value === null || value === undefined) return NO_VALUE;
  return typeof value === 'object' && 'id' in value ? String(value.id) : plainText(value);
}
