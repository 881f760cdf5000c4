import { errors } from '../errors.ts';

/** Days from `from` to before `until`, as `YYYY-MM-DD`. */
export interface DaySpan {
  readonly from: string;
  readonly until: string;
}

/** Moments from `from` to before `until`, ISO 8601 in UTC. */
export interface MomentSpan {
  readonly from: string;
  readonly until: string;
}

/** The first and the last moment that both the wire form and PostgreSQL can say: years 1 to 9999. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_799_999;

const durationPattern =
  /^([+-])?P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/;
const relativePattern = /^\$today([+-])(P.+)$/;
const namedPattern = /^(last|this|next)(Week|Month|Quarter|Year)$/;

/**
 * The days that `within` names, seen from today: `P30D` is today and the 30 days after it, `-P7D` the 7 days before and
 * today, `thisQuarter` a whole calendar quarter. Weeks begin on Monday (ISO 8601).
 * @throws TesseraError `CORE_REQUEST_INVALID` for anything else.
 */
export function daySpan(within: string, today: string): DaySpan {
  const near = { yesterday: -1, today: 0, tomorrow: 1 }[within];
  if (near !== undefined) return { from: addDays(today, near), until: addDays(today, near + 1) };
  const named = namedPattern.exec(within);
  if (named) return calendarSpan(named[1]!, named[2]!, today);
  const duration = durationPattern.exec(within);
  if (!duration || hasTime(duration)) throw unknownSpan(within);
  const sign = duration[1] === '-' ? -1 : 1;
  const other = dayAway(duration, sign, today);
  return sign < 0
    ? { from: other, until: addDays(today, 1) }
    : { from: today, until: addDays(other, 1) };
}

/**
 * The day that an operand names: a calendar day, `$today`, or a duration of whole days away from it, `$today-P30D` or
 * `$today+P2W`. Undefined when it names none.
 */
export function dayOfOperand(operand: unknown, today: string): string | undefined {
  if (operand === '$today') return today;
  if (isDay(operand)) return operand;
  const relative = typeof operand === 'string' ? relativePattern.exec(operand) : null;
  const duration = relative && durationPattern.exec(relative[2]!);
  if (!duration || hasTime(duration)) return undefined;
  return dayAway(duration, relative[1] === '-' ? -1 : 1, today);
}

/** Like {@link daySpan} for moments: days begin in the zone; `PT4H` counts from now. */
export function momentSpan(
  within: string,
  at: { today: string; now: Date; timeZone: string },
): MomentSpan {
  const duration = durationPattern.exec(within);
  if (duration && hasTime(duration)) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = duration
      .slice(4)
      .map((part) => Number(part ?? 0));
    if (duration[2] || duration[3]) throw unknownSpan(within);
    const length = ((weeks * 7 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds) * 1000;
    const now = at.now.getTime();
    const other = duration[1] === '-' ? now - length : now + length;
    return { from: toIso(Math.min(now, other)), until: toIso(Math.max(now, other) + 1) };
  }
  const days = daySpan(within, at.today);
  return { from: startOfDay(days.from, at.timeZone), until: startOfDay(days.until, at.timeZone) };
}

/** The moment at which a calendar day begins in a zone, ISO 8601 in UTC. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let moment = midnight - offsetAt(midnight, timeZone);
  // The offset may differ between the guess and the moment itself: a change of the clocks lies between.
  moment = midnight - offsetAt(moment, timeZone);
  return toIso(moment);
}

/** Whether it is a day that the calendar has, `YYYY-MM-DD`. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // PostgreSQL has no year 0.
  return !Number.isNaN(time) && time >= EARLIEST && new Date(time).toISOString().startsWith(text);
}

export function addDays(day: string, count: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000);
}

function dayAway(duration: RegExpExecArray, sign: 1 | -1, today: string): string {
  const [years = 0, months = 0, weeks = 0, days = 0] = duration
    .slice(2, 6)
    .map((part) => Number(part ?? 0));
  return addDays(addMonths(today, sign * (years * 12 + months)), sign * (weeks * 7 + days));
}

/** Months later; the 31st becomes the last day of a shorter month. */
function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1 + count, 1);
  const length = new Date(first);
  length.setUTCMonth(length.getUTCMonth() + 1, 0);
  first.setUTCDate(Math.min(date, length.getUTCDate()));
  return dayOf(first.getTime());
}

function calendarSpan(which: string, unit: string, today: string): DaySpan {
  const steps = { last: -1, this: 0, next: 1 }[which] ?? 0;
  if (unit === 'Week') {
    const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
    const from = addDays(today, steps * 7 - weekday);
    return { from, until: addDays(from, 7) };
  }
  const [year = 0, month = 1] = today.split('-').map(Number);
  const length = { Month: 1, Quarter: 3, Year: 12 }[unit] ?? 1;
  const begin = month - 1 - ((month - 1) % length);
  const from = addMonths(dayOf(Date.UTC(year, begin, 1)), steps * length);
  return { from, until: addMonths(from, length) };
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
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(moment / 1000) * 1000;
}

function dayOf(time: number): string {
  return toIso(time).slice(0, 10);
}

/** Times beyond what can be said are cut, so that every span stays a span. */
function toIso(time: number): string {
  return new Date(Math.min(Math.max(time, EARLIEST), LATEST)).toISOString();
}

function hasTime(duration: RegExpExecArray): boolean {
  return duration.slice(6).some((part) => part !== undefined);
}

function unknownSpan(within: string): Error {
  return errors.requestInvalid({
    reason: `“${within}” is no span of time. Write a duration such as P30D or -P7D, or a name such as thisMonth.`,
  });
}
