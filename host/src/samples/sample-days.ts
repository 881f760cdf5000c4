import type { SampleRandom } from '@tessera/core';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const OFFICE_OPENS_MINUTE = 9 * 60;
const OFFICE_CLOSES_MINUTE = 18 * 60;

/** The days around one moment, as offices count them. */
export interface SampleDays {
  day(fromToday: number): string;
  moment(fromToday: number): string;
}

/** Days and moments seen from `now` in a time zone. */
export function createSampleDays(now: Date, timeZone: string, random: SampleRandom): SampleDays {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const midnight = Date.parse(`${format.format(now)}T00:00:00Z`);
  const offsetMs = offsetOf(now, timeZone);
  const dayAt = (fromToday: number): number => {
    const at = midnight + Math.round(fromToday) * DAY_MS;
    const weekday = new Date(at).getUTCDay();
    if (fromToday === 0) return at;
    // Saturday is done on Friday, Sunday on Monday; what is past stays past.
    if (weekday === 6) return at - DAY_MS;
    if (weekday === 0) return fromToday < 0 ? at - 2 * DAY_MS : at + DAY_MS;
    return at;
  };
  return {
    day: (fromToday) => new Date(dayAt(fromToday)).toISOString().slice(0, 10),
    moment(fromToday) {
      const minute = random.integer(OFFICE_OPENS_MINUTE / 5, OFFICE_CLOSES_MINUTE / 5) * 5;
      const at = dayAt(fromToday) + minute * MINUTE_MS - offsetMs;
      const latest = now.getTime() - MINUTE_MS;
      return new Date(fromToday <= 0 ? Math.min(at, latest) : at).toISOString();
    },
  };
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetOf(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
  );
  return local - Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
}
