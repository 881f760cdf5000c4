/** A moment as a clock in that zone shows it: `YYYY-MM-DDTHH:mm`, for date-time editors. */
export function toZoned(iso: string, timeZone: string): string {
  const parts = partsOf(new Date(iso), timeZone);
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

/**
 * The moment at which a clock in that zone shows the local time. In the hour that a clock change repeats it is the
 * first; in the one that it leaves out, the time after.
 */
export function fromZoned(local: string, timeZone: string): string {
  const asUtc = Date.parse(`${local.slice(0, 16)}Z`);
  const first = asUtc - offsetAt(asUtc, timeZone);
  const second = asUtc - offsetAt(first, timeZone);
  return new Date(second).toISOString();
}

/** How far the zone is ahead of UTC, in milliseconds. */
function offsetAt(time: number, timeZone: string): number {
  const parts = partsOf(new Date(time), timeZone);
  const shown = Date.parse(
    `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
  );
  return shown - Math.floor(time / 1000) * 1000;
}

function partsOf(date: Date, timeZone: string): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}
