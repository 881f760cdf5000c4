import type { HookBreaker } from './hook-bus.ts';

/** Failures in a row after which a tap is left out, and for how long. */
const FAILURES = 5;
const PAUSE_MS = 30_000;

/** Leaves out what fails again and again, and tries it anew after a pause. */
export interface Breaker {
  isOpen(): boolean;
  succeed(): void;
  fail(): void;
  state(): Pick<HookBreaker, 'state' | 'until'>;
}

export function createBreaker(): Breaker {
  let failures = 0;
  let openUntil = 0;
  return {
    isOpen: () => openUntil > Date.now(),
    succeed: () => void (failures = 0),
    fail() {
      if (++failures >= FAILURES) openUntil = Date.now() + PAUSE_MS;
    },
    state() {
      if (failures < FAILURES) return { state: 'closed' };
      if (openUntil <= Date.now()) return { state: 'half-open' };
      return { state: 'open', until: new Date(openUntil).toISOString() };
    },
  };
}
