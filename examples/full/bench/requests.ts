import type { Contender } from './contender.ts';
import { makeContests, type Contest } from './contests.ts';
import type { DatabaseUsage } from './database-usage.ts';
import type { Verdict } from './gate.ts';
import { fire, type Volley } from './load.ts';
import { cpuRatio, measure, medianOf, type Measured } from './measure.ts';
import { readSample } from './sample.ts';
import type { Ready } from './server.ts';
import { printTable, showNumber } from './table.ts';

export interface RequestSetting {
  readonly tessera: Contender<Ready>;
  readonly bare: Contender<{ readonly url: string }>;
  readonly database: DatabaseUsage;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** The same request in one round: by a user with a policy of own, team and share, by the administrator, and to the bare server. */
interface Round {
  readonly reader: Measured;
  readonly administrator: Measured;
  readonly bare: Measured;
}

/** Every request of the contests against both servers. All requests are sent in each round, so that no hour is one request's alone. */
export async function compareRequests(setting: RequestSetting): Promise<Verdict[]> {
  const { url, readers } = setting.tessera.ready;
  const contests = makeContests(await readSample({ url, token: readers.most }));
  const rounds = new Map<Contest, Round[]>(contests.map((contest) => [contest, []]));
  for (let round = -1; round < setting.rounds; round++) {
    for (const contest of contests) {
      const measured = await playRound(contest, setting);
      if (round >= 0) rounds.get(contest)?.push(measured); // the first warms up
    }
  }
  const results = contests.map((contest) => ({
    name: contest.name,
    ...medianRound(rounds.get(contest) ?? []),
  }));
  printTable([HEAD, ...results.map(rowOf)]);
  return results.map(({ name, reader, bare }) => ({
    name,
    rate: reader.rate / bare.rate,
    cpu: cpuRatio(bare, reader),
  }));
}

async function playRound(contest: Contest, setting: RequestSetting): Promise<Round> {
  const { tessera, bare, database, seconds, connections } = setting;
  const { url, token, readers } = tessera.ready;
  const load = { seconds, connections };
  const ours = { ...load, url, next: contest.tessera };
  const under = (side: Contender<unknown>, volley: Volley): Promise<Measured> =>
    measure(side, database, () => fire(volley));
  return {
    reader: await under(tessera, { ...ours, token: readers.most }),
    administrator: await under(tessera, { ...ours, token }),
    bare: await under(bare, { ...load, url: bare.ready.url, next: contest.bare }),
  };
}

function medianRound(rounds: readonly Round[]): Round {
  return {
    reader: medianOf(rounds.map(({ reader }) => reader)),
    administrator: medianOf(rounds.map(({ administrator }) => administrator)),
    bare: medianOf(rounds.map(({ bare }) => bare)),
  };
}

const HEAD = [
  'request',
  'tessera /s',
  'bare /s',
  'ratio',
  'by CPU',
  'administrator',
  'host µs',
  'database µs',
  'bare host µs',
  'bare database µs',
];

function rowOf({ name, reader, administrator, bare }: Round & { readonly name: string }): string[] {
  return [
    name,
    showNumber(reader.rate),
    showNumber(bare.rate),
    (reader.rate / bare.rate).toFixed(2),
    cpuRatio(bare, reader)?.toFixed(2) ?? '',
    (administrator.rate / bare.rate).toFixed(2),
    showNumber(reader.host),
    showNumber(reader.database),
    showNumber(bare.host),
    showNumber(bare.database),
  ];
}
