/** Ids that the questions of the pages name. */
export interface Sample {
  readonly account: string;
  readonly contact: string;
  readonly opportunity: string;
  readonly activity: string;
  readonly pipeline: string;
  readonly openStage: string;
  readonly wonStage: string;
  readonly user: string;
  readonly team: string;
}

/** What a page, a board, a picker or the palette sends. */
export interface QueryShape {
  readonly name: string;
  readonly method?: 'POST';
  readonly path: string;
  readonly body?: object;
  /** Continues after so many pages, by the cursor that each of them tells. */
  readonly page?: number;
  /** Only the administrator may ask it. */
  readonly isAdministrators?: true;
  /** It is not there for whoever does not reach the record. */
  readonly isOfOneRecord?: true;
  /** Why it reads a large table as a whole, or more of it than it answers. */
  readonly readsAll?: string;
}

export const ACCOUNTS = '/api/customer/accounts';
export const CONTACTS = '/api/customer/contacts';
export const ACTIVITIES = '/api/customer/activities';
export const OPPORTUNITIES = '/api/sales/opportunities';

export const EVERYTHING = 'It is about every row in reach.';

export function list(
  name: string,
  path: string,
  sort: string | undefined,
  order: 'asc' | 'desc',
  filter?: object,
  more?: string,
): QueryShape {
  const parts = [
    '_start=0&_end=50',
    ...(sort ? [`_sort=${sort}&_order=${order}`] : []),
    ...(filter ? [`filter=${encodeURIComponent(JSON.stringify(filter))}`] : []),
    ...(INCLUDED[path] ? [`include=${INCLUDED[path]}`] : []),
    ...(more ? [more] : []),
  ];
  return { name, path: `${path}?${parts.join('&')}` };
}

/** References among the columns of a list. */
const INCLUDED: Readonly<Record<string, string>> = {
  [ACCOUNTS]: 'owner',
  [CONTACTS]: 'account,owner',
  [ACTIVITIES]: 'contact,owner',
  [OPPORTUNITIES]: 'account,stage,product,owner',
};

export function query(path: string, body: object): Omit<QueryShape, 'name'> {
  return { method: 'POST', path: `${path}/query`, body };
}

export function aggregate(path: string, body: object): Omit<QueryShape, 'name'> {
  return { method: 'POST', path: `${path}/aggregate`, body };
}
