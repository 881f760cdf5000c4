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

const UNINDEXED =
  'A field that is not declared indexed: every row says for itself whether it fits.';
const OTHER_TABLE = 'The order stands in another table: every row that fits is put in order.';

/** What the lists of `customer` and `sales` send. */
export function listShapes(sample: Sample): readonly QueryShape[] {
  return [
    ...accountShapes(sample),
    ...contactShapes(sample),
    ...activityShapes(sample),
    ...opportunityShapes(sample),
  ];
}

function accountShapes({ user, team, account }: Sample): readonly QueryShape[] {
  return [
    list('accounts by name', ACCOUNTS, 'name', 'asc'),
    list('accounts by name, downwards', ACCOUNTS, 'name', 'desc'),
    list('accounts, last changed', ACCOUNTS, 'updatedAt', 'desc'),
    list('accounts, newest', ACCOUNTS, 'createdAt', 'desc'),
    list('accounts by location', ACCOUNTS, 'location', 'asc'),
    list('accounts of an industry', ACCOUNTS, 'name', 'asc', { industry: { in: ['retail'] } }),
    list('accounts of a location', ACCOUNTS, 'updatedAt', 'desc', { location: 'Kenya' }),
    {
      name: 'accounts of these names, as an import looks them up',
      ...query(ACCOUNTS, {
        filter: { name: { in: ['Harbor Works', 'Meridian Foods'] } },
        fields: ['name'],
        limit: 1000,
        count: 'none',
      }),
    },
    list('accounts of mine', ACCOUNTS, 'name', 'asc', { owner: '$me' }),
    list('accounts of a seller', ACCOUNTS, 'updatedAt', 'desc', { owner: { in: [user] } }),
    list('accounts of a team', ACCOUNTS, 'updatedAt', 'desc', { team: { in: [team] } }),
    list('accounts below another', ACCOUNTS, 'name', 'asc', { parent: account }),
    list('accounts of a month', ACCOUNTS, 'createdAt', 'desc', { createdAt: { within: '-P30D' } }),
    {
      ...list('accounts by revenue', ACCOUNTS, 'annualRevenue', 'desc'),
      readsAll: UNINDEXED,
    },
    {
      ...list('accounts of a size', ACCOUNTS, 'name', 'asc', { employees: { gte: 5000 } }),
      readsAll: UNINDEXED,
    },
    { name: 'accounts, page 5', path: `${ACCOUNTS}?_start=200&_end=250&_sort=name&_order=asc` },
    {
      name: 'accounts, far down',
      path: `${ACCOUNTS}?_start=3000&_end=3050&_sort=name&_order=asc`,
      readsAll: 'A page by its number walks over what stands before it, in the index alone.',
    },
    {
      name: 'sum of revenue under the list',
      ...aggregate(ACCOUNTS, { measures: { annualRevenue: { sum: 'annualRevenue' } } }),
      readsAll: EVERYTHING,
    },
  ];
}

function contactShapes({ account, user }: Sample): readonly QueryShape[] {
  return [
    list('contacts by name', CONTACTS, 'fullName', 'asc'),
    { ...list('contacts by name, page 4', CONTACTS, 'fullName', 'asc'), page: 4 },
    { ...list('contacts by name, downwards, page 4', CONTACTS, 'fullName', 'desc'), page: 4 },
    list('contacts, last changed', CONTACTS, 'updatedAt', 'desc'),
    { ...list('contacts, last changed, page 4', CONTACTS, 'updatedAt', 'desc'), page: 4 },
    list('contacts of an account', CONTACTS, 'fullName', 'asc', { account }),
    list('contacts of a seller', CONTACTS, 'fullName', 'asc', { owner: { in: [user] } }),
    list('contacts without an account', CONTACTS, 'fullName', 'asc', { account: { isNull: true } }),
    list('contacts changed today', CONTACTS, 'updatedAt', 'desc', { updatedAt: { gte: '$today' } }),
    {
      ...list('contacts of a rare job title', CONTACTS, 'updatedAt', 'desc', {
        jobTitle: 'Sexton',
      }),
      readsAll: UNINDEXED,
    },
    list('contacts of a usual job title', CONTACTS, 'updatedAt', 'desc', { jobTitle: 'Director' }),
    list('contacts in an industry', CONTACTS, 'fullName', 'asc', { 'account.industry': 'retail' }),
    { ...list('contacts by account', CONTACTS, 'account', 'asc'), readsAll: OTHER_TABLE },
    { ...list('contacts by owner', CONTACTS, 'owner', 'asc'), readsAll: OTHER_TABLE },
    list('deleted contacts', CONTACTS, 'updatedAt', 'desc', undefined, 'deleted=true'),
  ];
}

function activityShapes({ user, contact }: Sample): readonly QueryShape[] {
  const mine = { type: 'task', status: 'planned', owner: '$me' };
  return [
    list('activities by time', ACTIVITIES, 'occurredAt', 'desc'),
    { ...list('activities by time, page 4', ACTIVITIES, 'occurredAt', 'desc'), page: 4 },
    list('activities by due date', ACTIVITIES, 'dueDate', 'asc'),
    list('activities due this week', ACTIVITIES, 'dueDate', 'asc', { dueDate: { within: 'P7D' } }),
    list('activities of a day', ACTIVITIES, 'occurredAt', 'desc', { occurredAt: '$today' }),
    list('activities of a month, for a calendar', ACTIVITIES, 'occurredAt', 'asc', {
      and: [{ occurredAt: { gte: '2026-01-01' } }, { occurredAt: { lte: '2026-01-31' } }],
    }),
    list('activities of a seller', ACTIVITIES, 'occurredAt', 'desc', { owner: user }),
    list('activities with a contact', ACTIVITIES, 'occurredAt', 'desc', { contact }),
    {
      name: 'my open tasks',
      ...query(ACTIVITIES, {
        filter: mine,
        sort: [{ field: 'dueDate', direction: 'asc' }],
        fields: ['subject', 'dueDate', 'priority', 'contact'],
        include: ['contact'],
        limit: 20,
      }),
    },
  ];
}

function opportunityShapes({ account, user, openStage, wonStage }: Sample): readonly QueryShape[] {
  const month = { field: 'closeDate', by: 'month' };
  return [
    list('opportunities, last changed', OPPORTUNITIES, 'updatedAt', 'desc'),
    { ...list('opportunities, last changed, page 4', OPPORTUNITIES, 'updatedAt', 'desc'), page: 4 },
    list('opportunities by name', OPPORTUNITIES, 'name', 'asc'),
    list('opportunities by close date', OPPORTUNITIES, 'closeDate', 'desc'),
    { ...list('opportunities by close date, page 4', OPPORTUNITIES, 'closeDate', 'asc'), page: 4 },
    list('opportunities that close in a month', OPPORTUNITIES, 'closeDate', 'asc', {
      closeDate: { within: 'P30D' },
    }),
    list('opportunities of a stage', OPPORTUNITIES, 'closeDate', 'asc', { stage: openStage }),
    list('won opportunities', OPPORTUNITIES, 'updatedAt', 'desc', { stage: { in: [wonStage] } }),
    list('opportunities of a seller', OPPORTUNITIES, 'updatedAt', 'desc', { owner: user }),
    list('opportunity by its number', OPPORTUNITIES, 'updatedAt', 'desc', { number: 'OPP-000007' }),
    list('open opportunities', OPPORTUNITIES, 'updatedAt', 'desc', { 'stage.kind': 'open' }),
    { ...list('opportunities by stage', OPPORTUNITIES, 'stage', 'asc'), readsAll: OTHER_TABLE },
    { ...list('opportunities by account', OPPORTUNITIES, 'account', 'asc'), readsAll: OTHER_TABLE },
    { ...list('opportunities by amount', OPPORTUNITIES, 'amount', 'desc'), readsAll: UNINDEXED },
    {
      name: 'open opportunities of an account, beside it',
      ...query(OPPORTUNITIES, {
        filter: { account, 'stage.kind': 'open' },
        sort: [{ field: 'closeDate', direction: 'asc' }],
        fields: ['name', 'amount', 'closeDate'],
        limit: 5,
        count: 'none',
      }),
    },
    {
      name: 'sums of an account, beside it',
      ...aggregate(OPPORTUNITIES, {
        filter: { account, 'stage.kind': 'open' },
        measures: { count: 'count', amount: { sum: 'amount' }, next: { min: 'closeDate' } },
      }),
    },
    {
      name: 'bars of the pipeline',
      ...aggregate(OPPORTUNITIES, {
        filter: { 'stage.kind': 'open' },
        groupBy: ['stage'],
        measures: { count: 'count', amount: { sum: 'amount' } },
      }),
      readsAll: EVERYTHING,
    },
    {
      name: 'opportunities by stage, summed',
      ...aggregate(OPPORTUNITIES, {
        groupBy: ['stage'],
        measures: { n: 'count', value: { sum: 'amount' } },
      }),
      readsAll: EVERYTHING,
    },
    {
      name: 'opportunities by owner, summed',
      ...aggregate(OPPORTUNITIES, {
        groupBy: ['owner'],
        measures: { n: 'count', value: { sum: 'amount' } },
      }),
      readsAll: EVERYTHING,
    },
    {
      name: 'opportunities by month, summed',
      ...aggregate(OPPORTUNITIES, { groupBy: [month], measures: { value: { sum: 'amount' } } }),
      readsAll: EVERYTHING,
    },
  ];
}
