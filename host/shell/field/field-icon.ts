import type { AppMeta, FieldMeta, FieldType } from '@tessera/core';

const ICONS: Readonly<Record<FieldType, string>> = {
  text: 'type',
  richText: 'text',
  integer: 'hash',
  decimal: 'hash',
  money: 'banknote',
  percent: 'percent',
  boolean: 'toggle-left',
  date: 'calendar',
  datetime: 'calendar-clock',
  duration: 'timer',
  choice: 'tag',
  choices: 'tags',
  email: 'mail',
  phone: 'phone',
  url: 'globe',
  address: 'map-pin',
  json: 'braces',
  file: 'paperclip',
  ref: 'link',
  refs: 'link',
  anyRef: 'link',
  user: 'user-round',
  team: 'users',
  state: 'circle-dot',
  autonumber: 'hash',
  rollup: 'sigma',
};

/** The Lucide icon beside the name of a field; a reference has that of what it points to. */
export function fieldIcon(field: FieldMeta, meta: AppMeta): string {
  const isPointing = field.type === 'ref' || field.type === 'refs';
  const target = isPointing ? meta.entities.find(({ id }) => id === field.target) : undefined;
  return target?.icon ?? ICONS[field.type];
}
