import { fire, type Shot } from './load.ts';
import { median, printTable } from './table.ts';

/** Where the lists are read, by whom. */
export interface ReaderSetting {
  readonly url: string;
  readonly administrator: string;
  readonly readers: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

interface Question {
  readonly name: string;
  /** As a page sends it; a list with its path alone. */
  readonly shot: Shot;
  /** Asks for this page of the list; for the last one that a reader has where there are fewer. */
  readonly page?: number;
}

const CONTACT =
  '/api/customer/contacts?_end=50&include=account,owner&fields=fullName,account,jobTitle,email,phone,owner,updatedAt';
const OPPORTUNITY =
  '/api/sales/opportunities?_end=50&include=account,owner&fields=name,account,stage,amount,probability,closeDate,owner,updatedAt';

/** What is held to the limit. */
export const LISTS: readonly Question[] = [
  { name: 'contacts, by name', shot: { path: `${CONTACT}&_sort=fullName&_order=ASC` } },
  { name: 'contacts, last changed', shot: { path: `${CONTACT}&_sort=updatedAt&_order=DESC` } },
  { name: '  page 20', shot: { path: `${CONTACT}&_sort=updatedAt&_order=DESC` }, page: 20 },
  {
    name: '  of one job title',
    shot: { path: `${CONTACT}&_sort=updatedAt&_order=DESC&jobTitle=Director` },
  },
  {
    name: 'opportunities, last changed',
    shot: { path: `${OPPORTUNITY}&_sort=updatedAt&_order=DESC` },
  },
  { name: '  page 20', shot: { path: `${OPPORTUNITY}&_sort=updatedAt&_order=DESC` }, page: 20 },
  {
    name: '  of one category',
    shot: { path: `${OPPORTUNITY}&_sort=updatedAt&_order=DESC&forecastCategory=closed` },
  },
];

/** What is looked at besides. */
export const OTHERS: readonly Question[] = [
  {
    name: 'aggregate by stage',
    shot: {
      method: 'POST',
      path: '/api/sales/opportunities/aggregate',
      body: { groupBy: ['stage'], measures: { n: 'count', value: { sum: 'amount' } } },
    },
  },
  {
    name: 'board lane',
    shot: { path: `${OPPORTUNITY}&_sort=updatedAt&_order=DESC&stage.key=negotiation` },
  },
  { name: 'search in a list', shot: { path: `${CONTACT}&q=kowalski` } },
];

/** The time of each list for three users, as a ratio to the time of the same list for an administrator; interleaved, medians. */
export async function compareReaders(
  questions: readonly Question[],
  setting: ReaderSetting,
): Promise<void> {
  const names = Object.keys(setting.readers);
  const rows: string[][] = [];
  for (const question of questions) {
    const [administrator = 0, ...others] = await ratesOf(question, setting);
    rows.push([
      question.name,
      administrator.toFixed(administrator < 100 ? 1 : 0),
      ...others.map((one) => (administrator / one).toFixed(2)),
    ]);
  }
  printTable([['list', 'administrator /s', ...names.map((name) => `time, ${name}`)], ...rows]);
}

/** Answers a second: of the administrator, and of each reader. */
async function ratesOf(question: Question, setting: ReaderSetting): Promise<number[]> {
  const { url, rounds, seconds, connections } = setting;
  const tokens = [setting.administrator, ...Object.values(setting.readers)];
  const shots = await Promise.all(tokens.map((token) => shotOf(question, url, token)));
  const rates: number[][] = tokens.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, token] of tokens.entries()) {
      const shot = shots[index] ?? question.shot;
      const hits = await fire({ url, connections, seconds, token, next: () => shot });
      if (round >= 0) rates[index]?.push(hits.answered / hits.seconds); // the first warms up
    }
  }
  return rates.map(median);
}

async function shotOf({ shot, page = 1 }: Question, url: string, token: string): Promise<Shot> {
  let { path } = shot;
  for (let at = 1; at < page; at++) {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    const cursor = answer.headers.get('x-next-cursor');
    if (!cursor) break;
    path = `${shot.path}&cursor=${encodeURIComponent(cursor)}`;
  }
  return { ...shot, path };
}
