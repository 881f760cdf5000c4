import type { ApiClient } from '@tessera/sdk/ui';

const PAGE = 100;

/** Reads the first rows of a list that is answered in pages, and says whether there are more. */
export async function readPages<T>(
  api: ApiClient,
  path: string,
  count: number,
): Promise<{ readonly rows: readonly T[]; readonly isMore: boolean }> {
  const rows: T[] = [];
  // One more than is shown tells whether there is another page.
  while (rows.length <= count) {
    const query = { _start: String(rows.length), _end: String(rows.length + PAGE) };
    const page = await api.get<readonly T[]>(path, { query });
    rows.push(...page);
    if (page.length < PAGE) break;
  }
  return { rows: rows.slice(0, count), isMore: rows.length > count };
}
