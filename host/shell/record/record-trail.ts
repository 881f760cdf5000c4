import { readListQuery } from '../list/list-query.ts';
import type { RecordClient } from './record-client.ts';
import { leftList } from './record-position.ts';

/** How many rows around the place that was left are looked through. */
const BEFORE = 50;
const SPAN = 250;

/** The neighbours of a record in the list that it was opened from. */
export interface Trail {
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** The records around one, as the list showed them. Undefined when it was not opened from a list, or is not among them. */
export class RecordTrail {
  #address = '';
  #ids: readonly string[] = [];

  /** @throws ApiError when the list cannot be read. */
  async around(client: RecordClient, id: string): Promise<Trail | undefined> {
    const path = `/${client.entity.path}`;
    const left = leftList(path);
    if (!left) return undefined;
    if (left.address !== this.#address || !this.#isWithin(id)) {
      this.#ids = await read(client, left.address, left.index);
      this.#address = left.address;
    }
    const at = this.#ids.indexOf(id);
    return at < 0 ? undefined : { previous: this.#ids[at - 1], next: this.#ids[at + 1] };
  }

  #isWithin(id: string): boolean {
    return this.#ids.includes(id);
  }
}

async function read(client: RecordClient, address: string, index: number): Promise<string[]> {
  const query = readListQuery(address.slice(address.indexOf('?') + 1 || address.length));
  const start = Math.max(0, index - BEFORE);
  const { records } = await client.list({
    search: query.search,
    filter: query.filter,
    sort: query.sort ?? client.entity.list.sort,
    start,
    end: start + SPAN,
    fields: ['id'],
  });
  return records.map(({ id }) => id);
}
