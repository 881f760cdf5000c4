import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { fire, type Shot } from './load.ts';
import { compareReaders, LISTS, OTHERS } from './reader-lists.ts';
import type { Readers } from './readers.ts';
import { median, printTable } from './table.ts';

/**
 * Throughput of the main requests as ratios to a bare Hono + pg server that sends one prepared statement, both on the same database in the
 * same run, in interleaved rounds; and the lists of three users as ratios to an administrator's. `--scale 0.1` makes a tenth of the rows; `--rounds`,
 * `--seconds` per measurement; `--data <folder>` keeps the workspace and finds it again; `--only requests` or `--only readers`.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '10' },
    data: { type: 'string' },
    only: { type: 'string' },
  },
});
const scale = Number(values.scale);
const counts = {
  accounts: Math.round(100_000 * scale),
  contacts: Math.round(500_000 * scale),
  opportunities: Math.round(200_000 * scale),
};

interface Ready {
  readonly url: string;
  readonly token: string;
  readonly readers: Readers;
  readonly pool: pg.PoolConfig;
}
interface Sample {
  readonly accounts: readonly string[];
  readonly contacts: readonly {
    readonly at: string;
    readonly id: string;
    readonly cursor: string;
  }[];
}
/** The same request, as each of the two servers wants it. */
interface Contest {
  readonly name: string;
  readonly tessera: () => Shot;
  readonly bare: () => Shot;
}

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'tessera-bench-')));
const tessera = start('server.ts', [folder, JSON.stringify(counts)]);
try {
  const ready = await message<Ready>(tessera);
  if (values.only !== 'readers') await compareRequests(ready);
  if (values.only !== 'requests') await compareLists(ready);
} finally {
  tessera.disconnect();
  await exit(tessera);
  if (!values.data) await rm(folder, { recursive: true, force: true });
}

async function compareRequests(ready: Ready): Promise<void> {
  const bareServer = start('bare.ts', [JSON.stringify(ready.pool)]);
  const bare = await message<{ url: string }>(bareServer);
  const sample = await readSample(ready);
  const rows: string[][] = [];
  for (const contest of contests(sample)) rows.push(await compare(contest, ready, bare.url));
  printTable([['request', 'tessera /s', 'bare /s', 'ratio'], ...rows]);
  bareServer.disconnect();
}

async function compareLists({ url, token, readers }: Ready): Promise<void> {
  const setting = {
    url,
    administrator: token,
    readers: { '60 %': readers.most, '40 rows': readers.few, '5,000 shares': readers.shared },
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
  };
  await compareReaders(LISTS, setting);
  await compareReaders(OTHERS, setting);
}

function start(file: string, argv: readonly string[]): ChildProcess {
  const child = fork(join(import.meta.dirname, file), argv, { stdio: 'inherit' });
  child.on('exit', (code) => {
    if (!code) return;
    if (!values.data) rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  });
  return child;
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once('message', (value) => resolve(value as T)));
}

function exit(child: ChildProcess): Promise<void> {
  return child.exitCode === null
    ? new Promise((resolve) => child.once('exit', () => resolve()))
    : Promise.resolve();
}

async function readSample({ url, token }: Ready): Promise<Sample> {
  const headers = { authorization: `Bearer ${token}` };
  const accounts = await fetch(`${url}/api/customer/accounts?_start=0&_end=1000&fields=name`, {
    headers,
  });
  const contacts: { at: string; id: string; cursor: string }[] = [];
  let page = `${url}/api/customer/contacts?_end=50&_sort=createdAt&_order=DESC`;
  for (let pages = 0; pages < 40; pages++) {
    const answer = await fetch(page, { headers });
    const last = ((await answer.json()) as { id: string; createdAt: string }[]).at(-1);
    const cursor = answer.headers.get('x-next-cursor');
    if (!last || !cursor) break;
    contacts.push({ at: last.createdAt, id: last.id, cursor });
    page = `${url}/api/customer/contacts?_end=50&_sort=createdAt&_order=DESC&cursor=${encodeURIComponent(cursor)}`;
  }
  const ids = ((await accounts.json()) as { id: string }[]).map(({ id }) => id);
  return { accounts: ids, contacts };
}

function contests({ accounts, contacts }: Sample): Contest[] {
  const account = (): string => pick(accounts);
  const person = (): object => ({
    familyName: `Bench ${Math.floor(Math.random() * 1e6)}`,
    givenName: 'Ada',
    jobTitle: 'Engineer',
    account: account(),
  });
  const words = ['bench', 'harbor', 'tern', 'atlas'];
  const batch = (): object => ({ create: Array.from({ length: 1000 }, person) });
  const columns = 'name,number,stage,amount,probability,closeDate,owner,updatedAt,account';
  return [
    {
      name: 'get',
      tessera: () => ({ path: `/api/customer/accounts/${account()}` }),
      bare: () => ({ path: `/get/${account()}` }),
    },
    {
      name: 'list 50 + reference',
      tessera: () => ({
        path: `/api/sales/opportunities?_end=50&_sort=createdAt&_order=DESC&include=account&fields=${columns}`,
      }),
      bare: () => ({ path: '/list' }),
    },
    {
      name: 'keyset page',
      tessera: () => {
        const at = pick(contacts);
        return {
          path: `/api/customer/contacts?_end=50&_sort=createdAt&_order=DESC&cursor=${encodeURIComponent(at.cursor)}`,
        };
      },
      bare: () => {
        const at = pick(contacts);
        return { path: `/keyset?at=${encodeURIComponent(at.at)}&id=${at.id}` };
      },
    },
    {
      name: 'search',
      tessera: () => ({
        path: `/api/customer/accounts?_end=50&_sort=createdAt&_order=DESC&q=${pick(words)}%207`,
      }),
      bare: () => {
        const word = pick(words);
        const grams = [`^${word.slice(0, 1)}`, ...trigrams(word)].map(
          (gram) => `gram=${encodeURIComponent(gram)}`,
        );
        return { path: `/search?q=${word}%207&${grams.join('&')}` };
      },
    },
    {
      name: 'aggregate by stage',
      tessera: () => ({
        method: 'POST',
        path: '/api/sales/opportunities/aggregate',
        body: { groupBy: ['stage'], measures: { n: 'count', value: { sum: 'amount' } } },
      }),
      bare: () => ({ method: 'POST', path: '/aggregate', body: {} }),
    },
    {
      name: 'update',
      tessera: () => ({
        method: 'PATCH',
        path: `/api/customer/accounts/${account()}`,
        body: { employees: Math.floor(Math.random() * 1e5) },
      }),
      bare: () => ({
        method: 'PATCH',
        path: `/update/${account()}`,
        body: { employees: Math.floor(Math.random() * 1e5) },
      }),
    },
    {
      name: 'create',
      tessera: () => ({ method: 'POST', path: '/api/customer/contacts', body: person() }),
      bare: () => ({ method: 'POST', path: '/create', body: person() }),
    },
    {
      name: '1,000 in one request',
      tessera: () => ({ method: 'POST', path: '/api/customer/contacts/bulk', body: batch() }),
      bare: () => ({ method: 'POST', path: '/bulk', body: batch() }),
    },
  ];
}

async function compare(contest: Contest, ready: Ready, bareUrl: string): Promise<string[]> {
  const options = { connections: Number(values.connections), seconds: Number(values.seconds) };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -1; round < Number(values.rounds); round++) {
    const one = await fire(ready.url, contest.tessera, { ...options, token: ready.token });
    const two = await fire(bareUrl, contest.bare, options);
    if (round < 0) continue; // the first warms up
    ours.push(one);
    theirs.push(two);
  }
  const [tesseraRate, bareRate] = [median(ours), median(theirs)];
  return [contest.name, rate(tesseraRate), rate(bareRate), (tesseraRate / bareRate).toFixed(2)];
}

function pick<T>(list: readonly T[]): T {
  const found = list[Math.floor(Math.random() * list.length)];
  if (found === undefined) throw new Error('There is nothing to pick from: the sample is empty.');
  return found;
}

function trigrams(word: string): string[] {
  return Array.from({ length: Math.max(word.length - 2, 0) }, (_, start) =>
    word.slice(start, start + 3),
  );
}

function rate(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
