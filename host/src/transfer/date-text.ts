const PARTS = /YYYY|MM|DD|M|D|HH|H|mm|ss/g;
const PLACES: Readonly<Record<string, { readonly name: string; readonly pattern: string }>> = {
  YYYY: { name: 'year', pattern: '\\d{4}' },
  MM: { name: 'month', pattern: '\\d{1,2}' },
  M: { name: 'month', pattern: '\\d{1,2}' },
  DD: { name: 'day', pattern: '\\d{1,2}' },
  D: { name: 'day', pattern: '\\d{1,2}' },
  HH: { name: 'hour', pattern: '\\d{1,2}' },
  H: { name: 'hour', pattern: '\\d{1,2}' },
  mm: { name: 'minute', pattern: '\\d{2}' },
  ss: { name: 'second', pattern: '\\d{2}' },
};

/** Years first, in any of the ways they are written: `2026-11-28`, `2026/11/28`, `2026.11.28`, `2026年11月28日`, `20261128`. */
const YEARS_FIRST =
  /^(?<year>\d{4})(?:[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?|(?<month2>\d{2})(?<day2>\d{2}))(?:[T\s]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}(?:\.\d+)?))?)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** A day as `YYYY-MM-DD`; undefined when the text is none. A time beside it is left away. */
export function parseDay(text: string, format?: string): string | undefined {
  if (format === undefined && WITH_ZONE.test(text)) return text.slice(0, 10);
  const parts = match(text, format);
  return parts && day(parts);
}

/** A moment in ISO 8601; a text without a zone is meant in the given one. */
export function parseMoment(text: string, timeZone: string, format?: string): string | undefined {
  if (format === undefined && WITH_ZONE.test(text)) return text.replace(' ', 'T');
  const parts = match(text, format);
  const date = parts && day(parts);
  if (!parts || !date) return undefined;
  const { hour = '0', minute = '00', second = '00' } = parts;
  const [whole = '00', fraction = ''] = second.split('.');
  if (Number(hour) > 23 || Number(minute) > 59 || Number(whole) > 59) return undefined;
  const wall = Date.parse(
    `${date}T${hour.padStart(2, '0')}:${minute}:${whole}.${fraction.padEnd(3, '0').slice(0, 3)}Z`,
  );
  return new Date(inZone(wall, timeZone)).toISOString();
}

type Parts = Readonly<Record<string, string | undefined>>;

function match(text: string, format: string | undefined): Parts | undefined {
  const groups = format === undefined ? YEARS_FIRST.exec(text)?.groups : byFormat(text, format);
  return groups;
}

function byFormat(text: string, format: string): Parts | undefined {
  let pattern = '';
  let end = 0;
  for (const found of format.matchAll(PARTS)) {
    const place = PLACES[found[0]];
    pattern += `${literal(format.slice(end, found.index))}(?<${place?.name}>${place?.pattern})`;
    end = found.index + found[0].length;
  }
  pattern += literal(format.slice(end));
  // The pattern is made from known parts and escaped signs: nothing of it is a user's expression.
  return new RegExp(`^${pattern}(?:[T\\s].*)?$`).exec(text)?.groups;
}

function literal(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, (sign) => (sign === ' ' ? '\\s+' : `\\${sign}`));
}

/** Whether a format has a year, a month and a day, each once. */
export function isDateFormat(format: string): boolean {
  const names = [...format.matchAll(PARTS)].map(([part]) => PLACES[part]?.name);
  return (
    new Set(names).size === names.length &&
    ['year', 'month', 'day'].every((name) => names.includes(name))
  );
}

function day(parts: Parts): string | undefined {
  const month = (parts['month'] ?? parts['month2'] ?? '').padStart(2, '0');
  const date = (parts['day'] ?? parts['day2'] ?? '').padStart(2, '0');
  const text = `${parts['year']}-${month}-${date}`;
  const moment = new Date(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
  return isReal ? text : undefined;
}

/** The moment at which clocks of the zone show a wall time; after a gap in summer the later one. */
function inZone(wall: number, timeZone: string): number {
  const first = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(first, timeZone);
}

function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return shown - Math.floor(moment / 1000) * 1000;
}
