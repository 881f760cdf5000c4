import { expect } from 'vitest';
import type { EntityId, Grant, TokenScopes } from '@tessera/core';
import { createApiToken } from '../src/identity/api-tokens.ts';
import type { TestClient, TestHost } from '../src/testing/index.ts';

/** Who owns what there is to be read. */
export const OWNERS = ['ann', 'bob', 'cid', 'dot', 'eve'] as const;
export type Owner = (typeof OWNERS)[number];

/** Entities with an owner, or with a record that has one. */
const OWNED = [
  'customer.account',
  'customer.contact',
  'customer.contactPoint',
  'customer.address',
  'customer.activity',
  'sales.opportunity',
  'loyalty.entry',
  'vault.item',
] as const;
/** What everybody reads whose role has a grant for it. */
const COMMON = ['sales.product', 'sales.pipeline', 'sales.stage', 'loyalty.tier'] as const;
/** Belong to an account, by themselves or by their contact. */
const OF_ACCOUNT: readonly string[] = [
  'customer.account',
  'customer.contact',
  'customer.contactPoint',
  'customer.address',
  'loyalty.entry',
];
/** Fields that two readers do not see, or see masked. */
export const CLOSED: Readonly<Record<string, readonly string[]>> = {
  'customer.account': ['taxId', 'phone', 'description', 'billingAddress', 'annualRevenue'],
  'customer.contact': ['email', 'phone', 'birthday', 'jobTitle'],
  'customer.contactPoint': ['value', 'normalized'],
  'customer.activity': ['body', 'outcome', 'dueDate'],
  'sales.opportunity': ['amount', 'nextStep', 'closeDate', 'description'],
  'sales.product': ['sku', 'price', 'description'],
  'vault.item': [
    'code',
    'note',
    'secret',
    'terms',
    'count',
    'price',
    'day',
    'mail',
    'mobile',
    'place',
    'data',
  ],
};

/** Who reads, and by plain rules what he may. */
export interface Reader {
  readonly name: string;
  readonly authorization: string;
  readonly id: string | null;
  /** Whether a record of this owner is his to read. */
  reads(entity: string, owner: Owner): boolean;
  readsCommon(entity: string): boolean;
  readsField(entity: string, field: string): boolean;
}

type Rights = Pick<Reader, 'reads' | 'readsCommon' | 'readsField'>;

const every = (): boolean => true;
const families = (...owners: Owner[]): Rights => ({
  reads: (_entity, owner) => owners.includes(owner),
  readsCommon: every,
  readsField: every,
});
const all: Rights = families(...OWNERS);
const none: Rights = { ...families(), readsCommon: () => false };
const open = (entity: string, field: string): boolean => !CLOSED[entity]?.includes(field);

/** What each reader may, decided here and by nothing of the product. */
const RIGHTS: Readonly<Record<string, Rights>> = {
  administrator: all,
  own: families('ann'),
  team: families('ann', 'bob'),
  teamTree: families('ann', 'bob', 'cid'),
  filter: families('bob'),
  shared: {
    reads: (entity, owner) => owner === 'dot' && OF_ACCOUNT.includes(entity),
    readsCommon: every,
    readsField: every,
  },
  hidden: { ...all, readsField: open },
  masked: { ...all, readsField: open },
  severalRoles: families('cid'),
  oneEntity: { ...none, readsCommon: (entity) => entity === 'sales.product' },
  roleless: none,
  portal: none,
  tokenOwn: {
    reads: (entity, owner) => owner === 'ann' && entity === 'customer.account',
    readsCommon: () => false,
    readsField: every,
  },
  tokenAll: {
    reads: (entity) => entity === 'sales.opportunity',
    // Whoever reads a record may know what its states are called.
    readsCommon: (entity) => entity === 'sales.stage',
    readsField: (entity, field) => entity !== 'sales.stage' || ['key', 'name'].includes(field),
  },
};

const scoped = (scope: 'own' | 'team' | 'teamTree' | 'all'): Grant['actions'] => ({
  create: scope,
  read: scope,
  update: scope,
  delete: scope,
  export: scope,
});
const common: readonly Grant[] = COMMON.map((entity) => ({
  entity,
  actions: { read: 'all', export: 'all' },
}));
const grantsOf = (actions: Grant['actions']): readonly Grant[] => [
  ...common,
  ...OWNED.map((entity) => ({ entity, actions })),
];
const closed = (access: 'none' | 'mask'): readonly Grant[] =>
  grantsOf(scoped('all')).map((grant) => ({
    ...grant,
    fields: Object.fromEntries((CLOSED[grant.entity] ?? []).map((name) => [name, access])),
  }));
/** The records of one owner, by a filter; those below an account by its owner. */
const ofOwner = (id: string): readonly Grant[] => [
  ...common,
  ...OWNED.map((entity): Grant => {
    const filter = { [entity === 'loyalty.entry' ? 'account.owner' : 'owner']: id };
    return { entity, actions: { read: { filter }, export: { filter } } };
  }),
];

interface Parts {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly owners: Readonly<Record<Owner, string>>;
  readonly teams: Readonly<Record<'A' | 'A1', string>>;
}

/** Twelve users of different rights, and two tokens with scopes. */
export async function makeReaders({
  host,
  admin,
  owners,
  teams,
}: Parts): Promise<readonly Reader[]> {
  const role = async (key: string, grants: readonly Grant[]): Promise<string> => {
    const made = await admin.post('/api/tessera/roles', {
      key,
      name: key,
      grants,
      permissions: [],
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return key;
  };
  const own = await role('canary-own', grantsOf(scoped('own')));
  const ids: Record<string, string> = {
    own: owners.ann,
    team: await host.user({
      name: 'Tim',
      team: teams.A,
      roles: [await role('canary-team', grantsOf(scoped('team')))],
    }),
    teamTree: await host.user({
      name: 'Meg',
      roles: [await role('canary-tree', grantsOf(scoped('teamTree')))],
    }),
    filter: await host.user({
      name: 'Fil',
      roles: [await role('canary-filter', ofOwner(owners.bob))],
    }),
    shared: await host.user({ name: 'Sha', roles: [own] }),
    hidden: await host.user({ name: 'Hid', roles: [await role('canary-hidden', closed('none'))] }),
    masked: await host.user({ name: 'Mas', roles: [await role('canary-masked', closed('mask'))] }),
    severalRoles: await host.user({
      name: 'Two',
      roles: [own, await role('canary-second', ofOwner(owners.cid))],
    }),
    oneEntity: await host.user({
      name: 'One',
      roles: [await role('canary-one', [{ entity: 'sales.product', actions: { read: 'all' } }])],
    }),
    roleless: await host.user({ name: 'Nobody' }),
    portal: await host.user({ name: 'Guest', roles: ['portal-customer'] }),
  };
  await giveRole(admin, owners.ann, own);
  const made = await admin.patch(`/api/tessera/teams/${teams.A}`, { manager: ids['teamTree'] });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const boss = await host.user({ name: 'Boss', roles: ['administrator'] });
  const authorizations: Record<string, string> = {
    administrator: (await admin.authorization()) ?? '',
    tokenOwn: await narrowed(host, owners.ann, 'customer.account'),
    tokenAll: await narrowed(host, boss, 'sales.opportunity'),
  };
  for (const [name, id] of Object.entries(ids))
    authorizations[name] = (await host.as(id).authorization()) ?? '';
  return Object.entries(RIGHTS).map(([name, rights]) => {
    const authorization = authorizations[name];
    if (!authorization) throw new Error(`There is no reader ${name}.`);
    return {
      name,
      authorization,
      id: ids[name] ?? null,
      ...rights,
    };
  });
}

async function giveRole(admin: TestClient, user: string, key: string): Promise<void> {
  const [role] = (await admin.get(`/api/tessera/roles?key=${key}`)).body;
  const given = await admin.patch(`/api/tessera/users/${user}`, { roles: [role.id] });
  expect(given.status, JSON.stringify(given.body)).toBe(200);
}

/** A token of the user that reads one entity and does nothing else. */
async function narrowed({ kernel }: TestHost, user: string, entity: EntityId): Promise<string> {
  const scopes: TokenScopes = { records: [{ entity, actions: ['read'] }], permissions: [] };
  const now = kernel.assembly.clock.now();
  const { token } = await createApiToken(kernel.database, user, 'narrow', undefined, now, scopes);
  return `Bearer ${token}`;
}
