import type { Contender } from './contender.ts';
import { fire, type Shot } from './load.ts';
import type { Ready } from './server.ts';
import { median, printTable } from './table.ts';

/** A workspace of the one size and of the other. */
export interface ScaleSetting {
  readonly small: Contender<Ready>;
  readonly large: Contender<Ready>;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** Asks for the same in a workspace of any size; `ids` are of records that the reader reaches. */
interface Question {
  readonly name: string;
  readonly shot: (ids: Ids) => Shot;
}

interface Ids {
  readonly account: string;
  /** No other account has it. */
  readonly accountName: string;
  readonly contact: string;
}

const CONTACT =
  '/api/customer/contacts?_end=50&include=owner&fields=fullName,account,jobTitle,email,owner,updatedAt';
const OPPORTUNITY =
  '/api/sales/opportunities?_end=50&fields=name,account,stage,amount,probability,closeDate,owner,updatedAt';
const ACTIVITY =
  '/api/customer/activities?_end=50&fields=subject,type,status,regarding,contact,occurredAt,owner';

const QUESTIONS: readonly Question[] = [
  { name: 'get', shot: ({ contact }) => ({ path: `/api/customer/contacts/${contact}` }) },
  { name: 'list, by name', shot: () => ({ path: `${CONTACT}&_sort=fullName&_order=ASC` }) },
  { name: 'list, last changed', shot: () => ({ path: `${CONTACT}&_sort=updatedAt&_order=DESC` }) },
  {
    name: 'activities, newest',
    shot: () => ({ path: `${ACTIVITY}&_sort=occurredAt&_order=DESC` }),
  },
  {
    name: 'filter',
    shot: () => ({ path: `${CONTACT}&_sort=updatedAt&_order=DESC&jobTitle=Director` }),
  },
  {
    name: 'filter by account',
    shot: ({ account }) => ({ path: `${CONTACT}&_sort=fullName&_order=ASC&account=${account}` }),
  },
  {
    name: 'search, one hit',
    shot: ({ accountName }) => ({
      path: `/api/customer/accounts?_end=50&fields=name&q=${encodeURIComponent(accountName)}`,
    }),
  },
  {
    name: 'search, hits in proportion',
    shot: () => ({ path: `${CONTACT}&q=kowalski%20viktor` }),
  },
  {
    name: 'board lane',
    shot: () => ({
      path: `${OPPORTUNITY}&_sort=updatedAt&_order=DESC&stage.key=negotiation`,
    }),
  },
  {
    name: 'timeline',
    shot: ({ account }) => ({ path: `/api/customer/accounts/${account}/timeline` }),
  },
];

/** The time of each question in the large workspace as a ratio to its time in the small one, for two readers. */
export async function compareScales(setting: ScaleSetting): Promise<void> {
  const readers: readonly [string, (ready: Ready) => string][] = [
    ['administrator', ({ token }) => token],
    ['narrow user', ({ readers: { few } }) => few],
  ];
  const columns: string[][] = [];
  for (const [, tokenOf] of readers) columns.push(await ratiosFor(tokenOf, setting));
  printTable([
    ['question', ...readers.map(([name]) => name)],
    ...QUESTIONS.map(({ name }, index) => [name, ...columns.map((one) => one[index] ?? '')]),
  ]);
}

async function ratiosFor(
  tokenOf: (ready: Ready) => string,
  setting: ScaleSetting,
): Promise<string[]> {
  const { small, large, rounds, seconds, connections } = setting;
  const sides = await Promise.all(
    [small, large].map(async ({ ready }) => {
      const side = { url: ready.url, token: tokenOf(ready) };
      return { ...side, ids: await findIds(side), rates: QUESTIONS.map((): number[] => []) };
    }),
  );
  for (let round = -1; round < rounds; round++) {
    for (const [index, { shot }] of QUESTIONS.entries()) {
      for (const { url, token, ids, rates } of sides) {
        const next = (): Shot => shot(ids);
        const hits = await fire({ url, token, connections, seconds, next });
        if (round >= 0) rates[index]?.push(hits.answered / hits.seconds); // the first warms up
      }
    }
  }
  const [ofSmall, ofLarge] = sides.map(({ rates }) => rates.map(median));
  return QUESTIONS.map((_, index) =>
    ((ofSmall?.[index] ?? 0) / (ofLarge?.[index] ?? 1)).toFixed(2),
  );
}

async function findIds({ url, token }: { url: string; token: string }): Promise<Ids> {
  const read = async (path: string): Promise<Record<string, string>[]> => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()) as Record<string, string>[];
  };
  const [contact] = await read('/api/customer/contacts?_end=1&fields=account');
  const [account] = await read(`/api/customer/accounts?fields=name&id=${contact?.['account']}`);
  const { id, name } = account ?? {};
  if (!contact?.['id'] || !id || !name)
    throw new Error('A reader of the scale reaches no contact.');
  return { account: id, accountName: name, contact: contact['id'] };
}
