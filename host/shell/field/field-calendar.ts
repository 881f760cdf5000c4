/** A day as the date picker takes it; `month` counts from 0. */
export interface CalendarDay {
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

export interface CalendarTexts {
  readonly monthNames: string[];
  readonly weekdays: string[];
  readonly weekdaysShort: string[];
  readonly firstDayOfWeek: number;
  readonly today: string;
  readonly cancel: string;
  readonly formatDate: (day: CalendarDay) => string;
  readonly parseDate: (text: string) => CalendarDay | undefined;
}

/** What the date picker shows and reads in a language: its month names, first weekday and order of day, month and year. */
export function calendarTexts(locale: string, today: string, cancel: string): CalendarTexts {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const order = format.formatToParts(0).flatMap(({ type }) => (isPart(type) ? [type] : []));
  return {
    monthNames: Array.from({ length: 12 }, (_, month) =>
      name(locale, { month: 'long' }, Date.UTC(2026, month, 1)),
    ),
    weekdays: Array.from({ length: 7 }, (_, day) =>
      name(locale, { weekday: 'long' }, Date.UTC(2026, 1, 1 + day)),
    ),
    weekdaysShort: Array.from({ length: 7 }, (_, day) =>
      name(locale, { weekday: 'short' }, Date.UTC(2026, 1, 1 + day)),
    ),
    firstDayOfWeek: locale === 'en-US' ? 0 : 1,
    today,
    cancel,
    formatDate: ({ day, month, year }) => format.format(Date.UTC(year, month, day)),
    parseDate: (text) => parse(text, order),
  };
}

type Part = 'year' | 'month' | 'day';

function isPart(type: string): type is Part {
  return type === 'year' || type === 'month' || type === 'day';
}

function parse(text: string, order: readonly Part[]): CalendarDay | undefined {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== 3) return undefined;
  const isIso = /^\d{4}-/.test(text.trim());
  const parts = new Map(
    (isIso ? (['year', 'month', 'day'] as const) : order).map((part, at) => [
      part,
      numbers[at] ?? 0,
    ]),
  );
  const written = parts.get('year') ?? 0;
  const year = written < 100 ? 2000 + written : written;
  const month = (parts.get('month') ?? 0) - 1;
  const day = parts.get('day') ?? 0;
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day
    ? { day, month, year }
    : undefined;
}

function name(locale: string, options: Intl.DateTimeFormatOptions, time: number): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(time);
}
