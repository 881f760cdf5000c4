import type { Clock } from './context.ts';

/** The machine's clock; today is the day in the workspace's zone. */
export function systemClock(timeZone: () => string): Clock {
  return {
    now: () => new Date(),
    today: () => dayIn(new Date(), timeZone()),
  };
}

/** The calendar day of a moment in a zone, `YYYY-MM-DD`. */
function dayIn(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment);
}
