import { addDays, isDay } from './audit-day.ts';
import { fromZoned } from '../field/field-moment.ts';

/** What entries can be narrowed by; the names of the API, with whole days instead of moments. */
export const FILTER_NAMES = [
  'q',
  'user',
  'entity',
  'record',
  'action',
  'source',
  'actor',
  'field',
  'plugin',
  'request',
  'from',
  'to',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** Which entries are shown, as it stands in the address. `from` and `to` are days, both shown. */
export type AuditFilter = Readonly<Partial<Record<FilterName, string>>>;

const PAGE = '/settings/audit';

/** The filter in an address; a name without a value, and a day that there is not, is none. */
export function readAuditFilter(search: string): AuditFilter {
  const names = new URLSearchParams(search);
  const filter: Partial<Record<FilterName, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = names.get(name)?.trim();
    const isDate = name === 'from' || name === 'to';
    if (value && (!isDate || isDay(value))) filter[name] = value;
  }
  return filter;
}

/** The address of the explorer with a filter. */
export function auditPath(filter: AuditFilter): string {
  const names = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = filter[name];
    if (value) names.set(name, value);
  }
  const text = names.toString();
  return text === '' ? PAGE : `${PAGE}?${text}`;
}

/** The filter as the API takes it: days in the zone of the reader become moments. */
export function toAuditQuery(filter: AuditFilter, timeZone: string): Record<string, string> {
  const { from, to, ...rest } = filter;
  const startOf = (day: string): string => fromZoned(`${day}T00:00`, timeZone);
  return {
    ...rest,
    ...(from === undefined ? {} : { from: startOf(from) }),
    ...(to === undefined ? {} : { to: startOf(addDays(to, 1)) }),
  };
}

/** The filter with other values; an empty one takes the name away. */
export function changedFilter(filter: AuditFilter, change: AuditFilter): AuditFilter {
  const merged = { ...filter, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value));
}
