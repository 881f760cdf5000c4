import type { PageJson } from '../records/read.ts';
import type { Query } from '../records/records.ts';
import type { Answer } from './answer.ts';

/**
 * A page as a bare array. Source of `Link`: RFC 8288. `next` goes by cursor, which is as fast on the thousandth page as
 * on the first; `prev` goes by offset, because a cursor only leads forward.
 */
export function listAnswer(page: PageJson, query: Query, url: URL, preferred: boolean): Answer {
  const headers = pageHeaders(page);
  if (preferred) headers['Preference-Applied'] = `count=${query.count}`;
  headers['Link'] = linksOf(page, query, url);
  return { status: 200, headers, json: page.json };
}

/** What is told of a page beside its records. */
export function pageHeaders(page: PageJson): Record<string, string> {
  const headers: Record<string, string> = { Vary: 'Prefer' };
  if (page.total !== undefined) {
    headers['X-Total-Count'] = String(page.total);
    headers['X-Total-Count-Exact'] = String(page.totalIsExact);
  }
  if (page.next !== undefined) headers['X-Next-Cursor'] = page.next;
  return headers;
}

function linksOf(page: PageJson, query: Query, url: URL): string {
  const limit = query.limit ?? page.count;
  const offset = query.offset ?? 0;
  const link = linkWriter(url);
  const links = [link('first', { _limit: limit })];
  if (query.cursor === undefined && offset > 0) {
    const start = Math.max(0, offset - limit);
    links.push(link('prev', { _start: start, _end: Math.max(offset, start + 1) }));
  }
  if (page.next !== undefined) links.push(link('next', { _limit: limit, cursor: page.next }));
  return links.join(', ');
}

/** What names the part of a list that is asked for. */
type Place = Readonly<Record<string, string | number>>;

/** Writes links to parts of the list that is at the address. Relative to the origin: behind a proxy the server does not know its own. */
function linkWriter({ pathname, searchParams }: URL): (relation: string, place: Place) => string {
  const kept = new URLSearchParams(searchParams);
  for (const name of ['_start', '_end', '_page', '_limit', 'cursor']) kept.delete(name);
  const list = `${pathname}?${kept.size > 0 ? `${kept.toString()}&` : ''}`;
  return (relation, place) => {
    const parts = Object.entries(place).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    );
    return `<${list}${parts.join('&')}>; rel="${relation}"`;
  };
}
