/** What the requests of a load ask about. */
export interface Sample {
  /** Accounts that the reader may change. */
  readonly accounts: readonly string[];
  /** Ends of pages of contacts, newest first. */
  readonly pages: readonly {
    readonly at: string;
    readonly id: string;
    readonly cursor: string;
  }[];
  /** The part of a list's query that asks for the columns of the page and two fields of the account. */
  readonly columns: string;
  /** Opportunities before the deep page: 100,000, or half of them where there are fewer. */
  readonly depth: number;
}

interface Reader {
  readonly url: string;
  readonly token: string;
}

const DEPTH = 100_000;
const PAGES = 40;
const CONTACTS = '/api/customer/contacts?_end=50&_sort=createdAt&_order=DESC';
const OPPORTUNITIES = '/api/sales/opportunities?_end=1';
const FIELDS = 'name,number,stage,amount,probability,closeDate,owner,updatedAt,account';

/** As far as the reader reaches. */
export async function readSample(reader: Reader): Promise<Sample> {
  return {
    accounts: await readAccounts(reader),
    pages: await readPages(reader),
    columns: await chooseColumns(reader),
    depth: await chooseDepth(reader),
  };
}

export function pick<T>(list: readonly T[]): T {
  const found = list[Math.floor(Math.random() * list.length)];
  if (found === undefined) throw new Error('There is nothing to pick from: the sample is empty.');
  return found;
}

/** Those of the teams that were filled: they are changed by whoever manages one, not by whom they are shared with. */
async function readAccounts(reader: Reader): Promise<string[]> {
  const answer = await ask(reader, '/api/customer/accounts?_start=0&_end=1000&fields=name');
  return ((await answer.json()) as { id: string }[]).map(({ id }) => id);
}

async function readPages(reader: Reader): Promise<Sample['pages']> {
  const pages: { at: string; id: string; cursor: string }[] = [];
  for (let next = CONTACTS; pages.length < PAGES;) {
    const answer = await ask(reader, next);
    const last = ((await answer.json()) as { id: string; createdAt: string }[]).at(-1);
    const cursor = answer.headers.get('x-next-cursor');
    if (!last || !cursor) break;
    pages.push({ at: last.createdAt, id: last.id, cursor });
    next = `${CONTACTS}&cursor=${encodeURIComponent(cursor)}`;
  }
  return pages;
}

async function chooseColumns(reader: Reader): Promise<string> {
  const dotted = `fields=${FIELDS},account.name,account.industry`;
  const { ok } = await fetch(reader.url + `${OPPORTUNITIES}&${dotted}`, headersOf(reader));
  return ok ? dotted : `include=account&fields=${FIELDS}`;
}

async function chooseDepth(reader: Reader): Promise<number> {
  const answer = await ask(reader, OPPORTUNITIES, { prefer: 'count=exact' });
  const total = Number(answer.headers.get('x-total-count'));
  return Math.min(DEPTH, Math.floor(total / 2));
}

async function ask(reader: Reader, path: string, more = {}): Promise<Response> {
  const answer = await fetch(reader.url + path, headersOf(reader, more));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function headersOf({ token }: Reader, more = {}): RequestInit {
  return { headers: { authorization: `Bearer ${token}`, ...more } };
}
