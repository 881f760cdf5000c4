import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contender.ts';
import type { DatabaseUsage } from './database-usage.ts';
import type { Hits } from './load.ts';
import { median } from './table.ts';

/** What a load came to. */
export interface Measured {
  /** Answers a second. */
  readonly rate: number;
  /** Microseconds of CPU of the host for each answer. */
  readonly host: number;
  /** … and of all processes of the database, until it has ended what was left to do. */
  readonly database: number | undefined;
}

interface Spent {
  readonly host: number;
  readonly database: number | undefined;
}

const LOOK_MS = 100;
const QUIET_MICROSECONDS = 20_000;

/** Asks before and after a load what was used; what is left to do after the last answer counts, and is not the next one's. */
export async function measure(
  contender: Pick<Contender<unknown>, 'usage'>,
  database: DatabaseUsage,
  load: () => Promise<Hits>,
): Promise<Measured> {
  const spent = async (): Promise<Spent> => ({
    host: (await contender.usage()).cpu,
    database: await database(),
  });
  const before = await spent();
  const { answered, seconds } = await load();
  const after = await quiet(spent, seconds);
  return {
    rate: answered / seconds,
    host: (after.host - before.host) / answered,
    database:
      before.database === undefined || after.database === undefined
        ? undefined
        : (after.database - before.database) / answered,
  };
}

/** Events are delivered and audit rows sealed after the answers; that may take twice as long as the load, and no more is waited for. */
async function quiet(spent: () => Promise<Spent>, seconds: number): Promise<Spent> {
  const until = performance.now() + 2000 * seconds;
  let last = await spent();
  while (performance.now() < until) {
    await sleep(LOOK_MS);
    const now = await spent();
    const used = now.host - last.host + ((now.database ?? 0) - (last.database ?? 0));
    last = now;
    if (used < QUIET_MICROSECONDS) break;
  }
  return last;
}

export function medianOf(rounds: readonly Measured[]): Measured {
  const databases = rounds.flatMap(({ database }) => database ?? []);
  return {
    rate: median(rounds.map(({ rate }) => rate)),
    host: median(rounds.map(({ host }) => host)),
    database: databases.length === rounds.length ? median(databases) : undefined,
  };
}

/** How many times dearer the one is than the other, in time of all processors. */
export function cpuRatio(one: Measured, other: Measured): number | undefined {
  if (one.database === undefined || other.database === undefined) return undefined;
  return (one.host + one.database) / (other.host + other.database);
}
