import type { Check } from './check.ts';
import { contributions } from './contributions.ts';
import { dependencies } from './dependencies.ts';
import { events } from './events.ts';
import { installs } from './installs.ts';
import { loadOrder } from './load-order.ts';
import { packaging } from './packaging.ts';
import { purge } from './purge.ts';
import { refusals } from './refusals.ts';
import { switching } from './switching.ts';
import { taps } from './taps.ts';
import { texts } from './texts.ts';
import { types } from './types.ts';

/** Every check, the quick ones first. */
export const allChecks: readonly Check[] = [
  packaging,
  types,
  texts,
  loadOrder,
  installs,
  dependencies,
  refusals,
  taps,
  events,
  switching,
  purge,
  contributions,
];

/** The checks of these names; all when none are given. @throws Error for a name that no check has. */
export function chooseChecks(only: readonly string[] | undefined): readonly Check[] {
  if (!only || only.length === 0) return allChecks;
  const unknown = only.filter((name) => !allChecks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const names = allChecks.map(({ name }) => name).join(', ');
    throw new Error(`There is no check ${unknown.join(', ')}. The checks are: ${names}.`);
  }
  return allChecks.filter(({ name }) => only.includes(name));
}
