import type { FieldMeta } from '@tessera/core';

/** Editors that write several lines: Enter belongs to them. */
const LINES: ReadonlySet<string> = new Set(['richText', 'json', 'address']);

/** Editors that give a whole value with one choice. */
const CHOSEN: ReadonlySet<string> = new Set([
  'choice',
  'ref',
  'user',
  'team',
  'state',
  'date',
  'boolean',
  'file',
]);

/** Whether Enter begins a line in the editor of a field, instead of ending it. */
export function takesLines({ type, multiline }: FieldMeta): boolean {
  return LINES.has(type) || Boolean(multiline);
}

/** Whether one choice in the editor of a field is its whole value. */
export function isChosenAtOnce({ type }: FieldMeta): boolean {
  return CHOSEN.has(type);
}
