import type { SampleRandom } from '@tessera/sdk';

const FIRST_DAY = -352;
const LAST_DAY = -4;
/** How much begins in a month, January first: spring and the last quarter are busy, holidays are not. */
const SEASON = [0.7, 0.6, 1.2, 1.1, 1, 0.9, 0.7, 0.6, 1.2, 1.3, 1.3, 0.9];
const WIN_RATE = 0.3;
/** Days in each open stage, in the middle; later ones take the last. */
const STAGE_DAYS = [12, 18, 20, 24];
/** A sale that is lost may be lost early. */
const LOST_AFTER = [
  [1, 3],
  [2, 4],
  [3, 3],
  [4, 2],
] as const;

/** How an opportunity goes: when it begins, when it enters further stages, and how it ends. */
export interface Course {
  /** Days from today; negative. */
  readonly begins: number;
  /** Days from today at which the second, third … open stage is entered. */
  readonly advances: readonly number[];
  /** How and when it was closed; undefined while it is open. */
  readonly end?: { readonly kind: 'won' | 'lost'; readonly day: number };
}

/** Draws the course of one opportunity through so many open stages. */
export function drawCourse(random: SampleRandom, openStages: number, today: string): Course {
  const begins = drawBeginning(random, today);
  const isWon = random.chance(WIN_RATE);
  const stages = isWon ? openStages : Math.min(openStages, random.weighted(LOST_AFTER));
  const advances: number[] = [];
  let day = begins;
  for (let stage = 0; stage < stages; stage += 1) {
    const median = STAGE_DAYS[stage] ?? (STAGE_DAYS.at(-1) as number);
    day += Math.max(3, Math.round(random.logNormal(median, 0.5)));
    if (day >= -1) return { begins, advances };
    if (stage < stages - 1) advances.push(day);
  }
  return { begins, advances, end: { kind: isWon ? 'won' : 'lost', day } };
}

/** More began lately than long ago: the example company grows, and much of the last months is still open. */
function drawBeginning(random: SampleRandom, today: string): number {
  const most = Math.max(...SEASON);
  for (;;) {
    const day = LAST_DAY - Math.round((LAST_DAY - FIRST_DAY) * random.next() ** 1.2);
    const month = new Date(Date.parse(today) + day * 86_400_000).getUTCMonth();
    if (random.chance((SEASON[month] ?? 1) / most)) return day;
  }
}
