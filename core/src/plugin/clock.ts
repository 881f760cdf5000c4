import type { Clock } from './context.ts';

/** The machine's clock; today is the day in the workspace's zone. */
export function systemClock(timeZone: () => string): Clock {
  let zone = '';
  let day: Intl.DateTimeFormat | undefined;
  return {
    now: () => new Date(),
    today() {
      // Making a format is slow: it was a tenth of the time of a creation.
      if (!day || zone !== timeZone()) day = dayFormat((zone = timeZone()));
      return day.format(new Date());
    },
  };
}

/** The calendar day of a moment in a zone, `YYYY-MM-DD`. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
}
