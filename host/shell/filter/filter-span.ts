/** Periods by name, as a calendar has them: a row for each unit. */
export const NAMED_PERIODS = [
  ['yesterday', 'today', 'tomorrow'],
  ['lastWeek', 'thisWeek', 'nextWeek'],
  ['lastMonth', 'thisMonth', 'nextMonth'],
  ['lastQuarter', 'thisQuarter', 'nextQuarter'],
  ['lastYear', 'thisYear', 'nextYear'],
] as const;

export const SPAN_UNITS = ['D', 'W', 'M', 'Y'] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];

/** A number of days, weeks, months or years, back or ahead of today. */
export interface Span {
  readonly isBack: boolean;
  readonly count: number;
  readonly unit: SpanUnit;
}

/** Reads a span as `within` has it, `-P30D`, or as a day is told by it, `$today-P30D`. */
export function readSpan(text: string): Span | undefined {
  const found = /^(?:(\$today)([+-])|(-?))P(\d{1,4})([DWMY])$/.exec(text);
  if (!found) return undefined;
  const [, , sign, minus, count, unit] = found;
  return {
    isBack: sign === '-' || minus === '-',
    count: Number(count),
    unit: unit as SpanUnit,
  };
}

/** The span as `within` takes it. */
export function writeSpan({ isBack, count, unit }: Span): string {
  return `${isBack ? '-' : ''}P${count}${unit}`;
}

/** The day that lies a span away from today. */
export function writeDay({ isBack, count, unit }: Span): string {
  return `$today${isBack ? '-' : '+'}P${count}${unit}`;
}
