import type { EntityMeta, FieldMeta } from '@tessera/core';
import { findField, namedFields } from '../field/field-kind.ts';
import { weightField } from './board-summary.ts';

/** Which fields stand where on a card. */
export interface BoardLayout {
  /** The reference under the title, with its avatar. */
  readonly subtitle: FieldMeta | undefined;
  /** The line below it, at most three. */
  readonly line: readonly FieldMeta[];
  readonly due: FieldMeta | undefined;
  readonly owner: FieldMeta | undefined;
  /** The moment that staleness counts from; undefined where nothing gets stale. */
  readonly since: FieldMeta | undefined;
  readonly staleAfterDays: number;
}

const MOST = 3;
/** The height of a card in pixels without its optional lines, and of each of those. */
const HEIGHT = 46;
const LINE = 24;
/** Between two cards. */
export const CARD_GAP = 8;

/** What a card of an entity shows on a board by one field. */
export function boardLayout(entity: EntityMeta, by: FieldMeta): BoardLayout {
  const { board } = entity;
  const listed = namedFields(entity, entity.list.columns);
  const subtitle = [...namedFields(entity, entity.subtitle), ...listed].find(
    ({ name, type, system }) =>
      !system && (type === 'ref' || type === 'anyRef') && name !== by.name && name !== by.within,
  );
  const due = findField(entity, board?.due ?? '');
  const taken = new Set([entity.title, by.name, by.within, subtitle?.name, due?.name, 'owner']);
  const line = (board?.card ? namedFields(entity, board.card) : listed)
    .filter(({ name, system }) => !taken.has(name) && (board?.card !== undefined || !system))
    .slice(0, MOST);
  const isAged = board?.staleAfterDays !== undefined;
  return {
    subtitle,
    line,
    due,
    owner: findField(entity, 'owner'),
    since: isAged ? findField(entity, board.enteredAt ?? 'updatedAt') : undefined,
    staleAfterDays: board?.staleAfterDays ?? Infinity,
  };
}

/** Cards of one board are equally high, so that a column knows its length without drawing them. */
export function cardHeight({ subtitle, line, due, owner }: BoardLayout): number {
  const hasLine = line.length > 0 || due !== undefined || owner !== undefined;
  return HEIGHT + (subtitle ? LINE : 0) + (hasLine ? LINE : 0);
}

/** The fields that a board reads of each record. */
export function cardFields(
  entity: EntityMeta,
  by: FieldMeta,
  layout: BoardLayout,
  sums: readonly FieldMeta[],
): readonly FieldMeta[] {
  const names = [entity.title, by.name, by.within ?? ''];
  const fields = [
    ...namedFields(entity, names),
    ...[layout.subtitle, layout.due, layout.owner, layout.since, weightField(entity)].flatMap(
      (field) => field ?? [],
    ),
    ...layout.line,
    ...sums,
  ];
  return fields.filter((field, at) => fields.findIndex(({ name }) => name === field.name) === at);
}
