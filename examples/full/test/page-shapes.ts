import {
  ACCOUNTS,
  ACTIVITIES,
  aggregate,
  CONTACTS,
  EVERYTHING,
  list,
  OPPORTUNITIES,
  query,
} from './query-shape.ts';
import type { QueryShape, Sample } from './query-shape.ts';

/** What boards, pages of records, searches and the pages of the host send. */
export function pageShapes(sample: Sample): readonly QueryShape[] {
  return [
    ...boardShapes(sample),
    ...relatedShapes(sample),
    ...recordShapes(sample),
    ...searchShapes(),
    ...hostShapes(sample),
  ];
}

function boardShapes({ openStage, wonStage, pipeline }: Sample): readonly QueryShape[] {
  const fields = ['name', 'stage', 'amount', 'probability', 'closeDate', 'stageEnteredAt', 'owner'];
  const lane = (entity: string, filter: object, sort: string): Omit<QueryShape, 'name'> =>
    query(entity, {
      filter,
      sort: [{ field: sort, direction: 'desc' }],
      ...(entity === OPPORTUNITIES ? { fields, include: ['owner'] } : {}),
      limit: 25,
      count: 'none',
    });
  const within = (stage: string): object => ({ and: [{ pipeline }, { stage }] });
  return [
    { name: 'lane of an open stage', ...lane(OPPORTUNITIES, within(openStage), 'updatedAt') },
    { name: 'lane of what is won', ...lane(OPPORTUNITIES, within(wonStage), 'updatedAt') },
    {
      name: 'lane of an open stage, page 2',
      ...lane(OPPORTUNITIES, within(openStage), 'updatedAt'),
      page: 2,
    },
    { name: 'lane of a life cycle', ...lane(ACCOUNTS, { lifecycleStage: 'loyal' }, 'updatedAt') },
    {
      name: 'lane of planned activities',
      ...lane(ACTIVITIES, { status: 'planned' }, 'occurredAt'),
    },
    {
      name: 'heads of the lanes',
      ...aggregate(OPPORTUNITIES, {
        filter: { pipeline },
        groupBy: ['stage'],
        measures: { total_count: 'count', amount: { sum: 'amount' } },
        limit: 1000,
      }),
      readsAll: EVERYTHING,
    },
    {
      name: 'weights of the lanes',
      ...aggregate(OPPORTUNITIES, {
        filter: { pipeline },
        groupBy: ['stage', 'probability'],
        measures: { total_sum: { sum: 'amount' } },
        limit: 1000,
      }),
      readsAll: EVERYTHING,
    },
    {
      name: 'how many are in each pipeline',
      ...aggregate(OPPORTUNITIES, { groupBy: ['pipeline'], measures: { total_count: 'count' } }),
      readsAll: EVERYTHING,
    },
  ];
}

function relatedShapes({ account, contact, opportunity }: Sample): readonly QueryShape[] {
  const about = (entity: string, id: string): object => ({ regarding: { eq: { entity, id } } });
  const count = (path: string, filter: object): Omit<QueryShape, 'name'> =>
    aggregate(path, { filter, measures: { count: 'count' } });
  return [
    { name: 'contacts of an account, counted', ...count(CONTACTS, { account: { eq: account } }) },
    { name: 'opportunities of an account, counted', ...count(OPPORTUNITIES, { account }) },
    { name: 'accounts below an account, counted', ...count(ACCOUNTS, { parent: account }) },
    list('opportunities of an account', OPPORTUNITIES, 'updatedAt', 'desc', { account }),
    list('opportunities of a contact', OPPORTUNITIES, 'updatedAt', 'desc', {
      primaryContact: { eq: contact },
    }),
    list('people below a contact', CONTACTS, 'fullName', 'asc', { reportsTo: contact }),
    list('ways to reach a contact', '/api/customer/contact-points', undefined, 'asc', { contact }),
    list('addresses of an account', '/api/customer/addresses', undefined, 'asc', { account }),
    list(
      'activities about an account',
      ACTIVITIES,
      'occurredAt',
      'desc',
      about('customer.account', account),
    ),
    {
      name: 'activities about an opportunity, counted',
      ...count(ACTIVITIES, about('sales.opportunity', opportunity)),
    },
  ];
}

function recordShapes({ account, contact, opportunity, activity }: Sample): readonly QueryShape[] {
  const shapes: readonly QueryShape[] = [
    { name: 'an account', path: `${ACCOUNTS}/${account}?include=parent,owner,team` },
    { name: 'a contact', path: `${CONTACTS}/${contact}?include=account,owner` },
    { name: 'an opportunity', path: `${OPPORTUNITIES}/${opportunity}?include=account,stage,owner` },
    { name: 'an activity', path: `${ACTIVITIES}/${activity}` },
    { name: 'timeline of an account', path: `${ACCOUNTS}/${account}/timeline` },
    { name: 'timeline of a contact', path: `${CONTACTS}/${contact}/timeline` },
    { name: 'timeline of an opportunity', path: `${OPPORTUNITIES}/${opportunity}/timeline` },
    { name: 'history of an account', path: `${ACCOUNTS}/${account}/history` },
    { name: 'stages of an opportunity', path: `${OPPORTUNITIES}/${opportunity}/stages` },
    { name: 'attachments of an account', path: `${ACCOUNTS}/${account}/attachments` },
    {
      name: 'shares of an opportunity',
      path: `${OPPORTUNITIES}/${opportunity}/shares`,
      isAdministrators: true,
    },
    {
      name: 'what may be done with an account',
      path: `/api/access/record?entity=customer.account&id=${account}`,
      isAdministrators: true,
    },
  ];
  return shapes.map((shape) => ({ ...shape, isOfOneRecord: true }));
}

function searchShapes(): readonly QueryShape[] {
  const search = (words: string): string => `q=${encodeURIComponent(words)}`;
  const found = (name: string, path: string, field: string, words: string): QueryShape =>
    list(name, path, field, 'asc', undefined, search(words));
  return [
    found('a name among contacts', CONTACTS, 'fullName', 'kowalski'),
    found('two names among contacts', CONTACTS, 'fullName', 'ada kowalski'),
    found('a rare word and a short one among accounts', ACCOUNTS, 'name', 'harbor 7'),
    found('two characters among accounts', ACCOUNTS, 'name', '海港'),
    found('one character among accounts', ACCOUNTS, 'name', '海'),
    found('a number among opportunities', OPPORTUNITIES, 'updatedAt', 'OPP-000123'),
    found('a picker of accounts', ACCOUNTS, 'name', 'meridian'),
    found('a word that nothing has', CONTACTS, 'fullName', 'zzyzx'),
    { name: 'the palette, a name', path: `/api/search?${search('kowalski')}&limit=8` },
    { name: 'the palette, a rare word', path: `/api/search?${search('harbor 7')}&limit=8` },
    { name: 'the palette, two characters', path: `/api/search?${search('海港')}&limit=8` },
    { name: 'the page of a search', path: `/api/search/groups?${search('meridian')}&limit=5` },
  ];
}

function hostShapes({ user, account }: Sample): readonly QueryShape[] {
  const people = '/api/tessera/users';
  const audit = (name: string, names: string): QueryShape => ({
    name,
    path: `/api/audit${names}`,
    isAdministrators: true,
  });
  return [
    { ...list('people', people, 'name', 'asc'), isAdministrators: true },
    {
      name: 'people of each team',
      ...aggregate(people, { groupBy: ['team'], measures: { members: 'count' } }),
      isAdministrators: true,
    },
    { name: 'saved views', path: '/api/views?entity=customer.account' },
    { name: 'runs of bulk changes', path: '/api/bulk-runs' },
    audit('audit, newest', ''),
    audit('audit of a record', `?entity=customer.account&record=${account}`),
    audit('audit of a user', `?user=${user}`),
    audit('audit of a kind of record', '?entity=sales.opportunity'),
    audit('audit of a month', '?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z'),
    {
      ...audit('days of the audit', '/days?zone=UTC'),
      readsAll: 'It counts every entry of the days.',
    },
  ];
}
