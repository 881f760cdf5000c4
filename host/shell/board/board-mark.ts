import type { FieldMeta } from '@tessera/core';
import type { WireRecord } from '../field/field-kind.ts';
import { formatField } from '@tessera/sdk/ui';
import type { FieldView } from '../field/field-template.ts';

const DAY_MS = 86_400_000;

/** Whole days that a record has been in its state; null when that is not known. */
export function daysSince(
  record: WireRecord,
  since: FieldMeta | undefined,
  now: Date,
): number | null {
  const moment = Date.parse(String(since ? record[since.name] : ''));
  return Number.isNaN(moment) ? null : Math.max(0, Math.floor((now.getTime() - moment) / DAY_MS));
}

/** Whether a day has passed where the reader is. */
export function isOverdue(value: unknown, field: FieldMeta, view: FieldView, now: Date): boolean {
  if (typeof value !== 'string' || value === '') return false;
  if (field.type === 'datetime') return Date.parse(value) < now.getTime();
  return value < dayIn(view.timeZone, now);
}

/** A day in few characters: “Feb 15”, with the year where it is another. */
export function shortDay(value: unknown, field: FieldMeta, view: FieldView, now: Date): string {
  const moment = new Date(field.type === 'date' ? `${String(value)}T00:00:00Z` : String(value));
  if (Number.isNaN(moment.getTime())) return formatField(value, field, view.locale, view.timeZone);
  const timeZone = field.type === 'date' ? 'UTC' : view.timeZone;
  const isThisYear = String(value).slice(0, 4) === dayIn(view.timeZone, now).slice(0, 4);
  return new Intl.DateTimeFormat(view.locale, {
    timeZone,
    month: 'short',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(moment);
}

/** The day in a zone, as `2026-02-15`. */
function dayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}
