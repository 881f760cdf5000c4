import type { Machine } from './board-machines.ts';
import type { BoardRequest } from './board-source.ts';
import type { Lane } from './board-lanes.ts';
import { findField, targetOf } from '../field/field-kind.ts';

/** What a new record of a column begins with: its value, and the machine that this is a state of. */
export function lanePrefill(
  { entity, by, within }: BoardRequest,
  lane: Lane,
  machines: readonly Machine[],
): Readonly<Record<string, unknown>> {
  const field = findField(entity, by.within ?? '');
  const machine = machines.find(({ id }) => id === within);
  const value = { [by.name]: lane.shown };
  if (!field || !machine || machine.id === null) return value;
  const shown = { id: machine.id, title: machine.title, entity: targetOf(field) };
  return { [field.name]: shown, ...value };
}
