import type { Shot } from './load.ts';
import { pick, type Sample } from './sample.ts';

/** The same request, as each of the two servers wants it. */
export interface Contest {
  readonly name: ContestName;
  readonly tessera: () => Shot;
  readonly bare: () => Shot;
}

export type ContestName = (typeof CONTESTS)[number];

export const CONTESTS = [
  'get',
  'list 50 + reference',
  'lists, each its own',
  'keyset page',
  'deep page',
  'search',
  'aggregate by stage',
  'update',
  'create',
  '1,000 in one request',
] as const;

const OPPORTUNITIES = '/api/sales/opportunities?_sort=createdAt&_order=DESC';
const CONTACTS = '/api/customer/contacts?_end=50&_sort=createdAt&_order=DESC';
/** Words of one account in two hundred each. */
const WORDS = ['bench', 'harbor', 'tern', 'atlas'];
const LATEST = 50;
/** Lists that differ begin at one of so many rows. */
const BEGINNINGS = 100;

export function makeContests({ accounts, pages, columns, depth }: Sample): Contest[] {
  const account = (): string => pick(accounts);
  const person = (): object => ({
    familyName: `Bench ${Math.floor(Math.random() * 1e6)}`,
    givenName: 'Ada',
    jobTitle: 'Engineer',
    account: account(),
  });
  const employees = (): object => ({ employees: Math.floor(Math.random() * 1e5) });
  const batch = (): object => ({ create: Array.from({ length: 1000 }, person) });
  const aggregate = {
    groupBy: ['stage'],
    measures: { n: 'count', value: { sum: 'amount' } },
  };
  const shots: Record<ContestName, readonly [tessera: () => Shot, bare: () => Shot]> = {
    get: [
      () => ({ path: `/api/customer/accounts/${account()}` }),
      () => ({ path: `/get/${account()}` }),
    ],
    'list 50 + reference': [
      () => ({ path: `${OPPORTUNITIES}&_end=${LATEST}&${columns}` }),
      () => ({ path: '/list' }),
    ],
    'lists, each its own': [
      () => {
        const start = Math.floor(Math.random() * BEGINNINGS);
        return { path: `${OPPORTUNITIES}&_start=${start}&_end=${start + LATEST}&${columns}` };
      },
      () => ({ path: `/lists?offset=${Math.floor(Math.random() * BEGINNINGS)}` }),
    ],
    'keyset page': [
      () => ({ path: `${CONTACTS}&cursor=${encodeURIComponent(pick(pages).cursor)}` }),
      () => {
        const { at, id } = pick(pages);
        return { path: `/keyset?at=${encodeURIComponent(at)}&id=${id}` };
      },
    ],
    'deep page': [
      () => ({ path: `${OPPORTUNITIES}&_start=${depth}&_end=${depth + LATEST}&${columns}` }),
      () => ({ path: `/deep?offset=${depth}` }),
    ],
    search: [
      () => ({
        path: `/api/customer/accounts?_end=50&_sort=createdAt&_order=DESC&q=${pick(WORDS)}%207`,
      }),
      () => {
        const word = pick(WORDS);
        const grams = [word.slice(0, 3), word.slice(-3), '^7'];
        const query = grams.map((gram) => `gram=${encodeURIComponent(gram)}`).join('&');
        return { path: `/search?q=${word}%207&${query}` };
      },
    ],
    'aggregate by stage': [
      () => ({ method: 'POST', path: '/api/sales/opportunities/aggregate', body: aggregate }),
      () => ({ method: 'POST', path: '/aggregate', body: {} }),
    ],
    update: [
      () => ({ method: 'PATCH', path: `/api/customer/accounts/${account()}`, body: employees() }),
      () => ({ method: 'PATCH', path: `/update/${account()}`, body: employees() }),
    ],
    create: [
      () => ({ method: 'POST', path: '/api/customer/contacts', body: person() }),
      () => ({ method: 'POST', path: '/create', body: person() }),
    ],
    '1,000 in one request': [
      () => ({ method: 'POST', path: '/api/customer/contacts/bulk', body: batch() }),
      () => ({ method: 'POST', path: '/bulk', body: batch() }),
    ],
  };
  return CONTESTS.map((name) => ({ name, tessera: shots[name][0], bare: shots[name][1] }));
}
