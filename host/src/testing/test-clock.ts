import type { Clock } from '@tessera/core';

/** The time of a test: the machine's until it is set. */
export interface TestClock extends Clock {
  /** Stops the time at a moment. */
  set(moment: Date | string): void;
  /** Moves the time on; it is stopped then. */
  advance(milliseconds: number): void;
}

export function createTestClock(timeZone: string): TestClock {
  let stopped: Date | undefined;
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const now = (): Date => stopped ?? new Date();
  return {
    now,
    today: () => day.format(now()),
    set: (moment) => void (stopped = new Date(moment)),
    advance: (milliseconds) => void (stopped = new Date(now().getTime() + milliseconds)),
  };
}
