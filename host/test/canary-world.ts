import { loyalty } from '@tessera/loyalty';
import loyaltyPackage from '@tessera/loyalty/package.json' with { type: 'json' };
import { expect } from 'vitest';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { createFamilies, type CanaryRecord } from './canary-families.ts';
import { makeReaders, OWNERS, type Owner, type Reader } from './canary-readers.ts';
import { vault } from './canary-vault.ts';
import { createCanaries, type Canaries, type Canary } from './canary-words.ts';
import { crmPlugins } from './crm-host.ts';

/** A workspace full of canaries, and those who read it. */
export interface CanaryWorld {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly canaries: Canaries;
  readonly readers: readonly Reader[];
  readonly records: readonly CanaryRecord[];
  readonly files: readonly string[];
  readonly owners: Readonly<Record<Owner, string>>;
  /** Makes what nobody but the administrator, and who reads all, may know of. */
  hideMore(): Promise<readonly CanaryRecord[]>;
}

export async function makeCanaryWorld(): Promise<CanaryWorld> {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: [
      ...crmPlugins,
      vault,
      installed(loyalty, {
        name: loyaltyPackage.name,
        version: loyaltyPackage.version,
        ...loyaltyPackage.tessera,
      }),
    ],
  });
  const admin = host.as('administrator');
  const canaries = createCanaries();
  const readers = new Map<string, Reader>();
  const { owners, teams } = await makePeople(host, admin, canaries);
  await admin.post('/api/fields', {
    entity: 'vault.item',
    name: 'extra',
    definition: { type: 'text', label: { en: 'Extra' } },
  });
  const families = createFamilies({ host, admin, canaries, readers: () => readers, owners, teams });
  const { make, family, attach } = families;

  const pipeline = await make('sales.pipeline', 'common');
  const stage = await make('sales.stage', 'common', {
    pipeline: pipeline.id,
    kind: 'open',
    order: 1,
  });
  const product = await make('sales.product', 'common');
  const tier = await make('loyalty.tier', 'common', { minimumPoints: 900_000 });
  const shared = { pipeline: pipeline.id, stage: stage.id, product: product.id };
  const records: CanaryRecord[] = [pipeline, stage, product, tier];
  const files: string[] = [];
  for (const owner of ['ann', 'bob', 'cid', 'dot'] as const) {
    const made = await family(owner, shared);
    records.push(...made);
    for (const record of made.filter(({ entity }) => /account|opportunity|item/.test(entity)))
      files.push(await attach(record));
  }
  const people = { A: teams.ann, A1: teams.cid };
  for (const reader of await makeReaders({ host, admin, owners, teams: people }))
    readers.set(reader.name, reader);
  await share(admin, records, readers);
  await hideAround({ host, admin, canaries, records, readers, owners });
  await host.settle();
  return {
    host,
    admin,
    canaries,
    readers: [...readers.values()],
    records,
    files,
    owners,
    async hideMore() {
      const made = await family('eve', shared);
      const mine = (entity: string) =>
        records.find((record) => record.entity === entity && record.owner === 'ann')?.id;
      // Also where a reader looks: on an account that is his.
      const about = { entity: 'customer.account', id: mine('customer.account') };
      await make('customer.activity', 'eve', { regarding: about });
      for (const record of made.filter(({ entity }) => entity !== 'loyalty.entry'))
        await attach(record);
      await host.settle();
      return made;
    },
  };
}

async function makePeople(host: TestHost, admin: TestClient, canaries: Canaries) {
  const team = async (name: string, more = {}): Promise<string> => {
    const made = await admin.post('/api/tessera/teams', { name, ...more });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const A = await team('Team A');
  const A1 = await team('Team A1', { parent: A });
  const B = await team('Team B');
  const E = await team('Team E');
  const teams = { ann: A, bob: A, cid: A1, dot: B, eve: E };
  const owners = {} as Record<Owner, string>;
  for (const owner of OWNERS) {
    const isHim = (reader: string) =>
      reader === 'administrator' || (owner === 'ann' && /own/i.test(reader));
    const email = `${canaries.word({ what: `e-mail of ${owner}`, mayRead: isHim })}@example.com`;
    owners[owner] = await host.user({ name: owner, email, team: teams[owner] });
  }
  return { owners, teams };
}

/** One account of another’s is shared with a reader. */
async function share(
  admin: TestClient,
  records: readonly CanaryRecord[],
  readers: ReadonlyMap<string, Reader>,
): Promise<void> {
  const account = records.find(
    ({ entity, owner }) => entity === 'customer.account' && owner === 'dot',
  );
  const user = readers.get('shared')?.id;
  const made = await admin.post(`/api/customer/accounts/${account?.id}/shares`, {
    user,
    actions: ['read'],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
}

interface Around extends Pick<CanaryWorld, 'host' | 'admin' | 'canaries' | 'records' | 'owners'> {
  readonly readers: ReadonlyMap<string, Reader>;
}

/** Canaries beside the records: views, roles, rules, imports, bulk runs, tokens, settings. */
async function hideAround({ admin, canaries, records, host, owners }: Around): Promise<void> {
  const isAdmin = (reader: string): boolean => reader === 'administrator';
  const word = (what: string, mayRead: Canary['mayRead'] = isAdmin): string =>
    canaries.word({ what, mayRead });
  const send = async (path: string, body: unknown, headers = {}): Promise<any> => {
    const made = await admin.post(path, body, { headers });
    expect(made.status, `${path}: ${JSON.stringify(made.body)}`).toBeLessThan(300);
    return made.body;
  };
  const dots = records.find(
    ({ entity, owner }) => entity === 'customer.account' && owner === 'dot',
  );
  await send('/api/views', {
    entity: 'customer.account',
    name: word('name of a private view'),
    filter: { location: word('filter of a private view') },
  });
  const annsOwn = (reader: string) => reader === 'own' || reader === 'tokenOwn';
  const made = await host.as(owners.ann).post('/api/views', {
    entity: 'customer.account',
    name: word('name of Ann’s view', annsOwn),
    filter: { location: word('filter of Ann’s view', annsOwn) },
  });
  // Ann has no role yet when this is made before the readers.
  expect([201]).toContain(made.status);
  await send('/api/tessera/roles', {
    key: word('key of a role').slice(0, 60),
    name: word('name of a role'),
    grants: [
      { entity: 'vault.item', actions: { read: { filter: { name: word('filter of a scope') } } } },
    ],
    permissions: [],
  });
  await send('/api/sharing/rules', {
    name: word('name of a rule'),
    entity: 'vault.item',
    filter: { name: word('filter of a rule') },
    user: owners.dot,
    actions: ['read'],
  });
  const file = await send(
    `/api/imports/files?name=${word('name of an import file')}.csv`,
    `Name,Employees\n${word('value in an import file')},${word('wrong value in an import file')}\n`,
    { 'content-type': 'text/csv' },
  );
  await send('/api/imports', {
    file: file.id,
    entity: 'customer.account',
    mode: 'create',
    mapping: { name: { column: 'Name' }, employees: { column: 'Employees' } },
  });
  const readsDot = (reader: string): boolean =>
    ['administrator', 'shared', 'hidden', 'masked'].includes(reader);
  await send('/api/bulk-runs', {
    entity: 'customer.account',
    action: 'update',
    ids: [dots?.id],
    changes: { location: word('changes of a bulk run', readsDot) },
  });
  await send('/api/privacy/requests', {
    kind: 'export',
    entity: 'customer.contact',
    id: records.find(({ entity, owner }) => entity === 'customer.contact' && owner === 'dot')?.id,
    reason: word('reason of a privacy request'),
  });
  const server = {
    host: 'localhost',
    port: 9,
    secure: false,
    user: word('user of the mail server'),
  };
  const saved = await admin.patch('/api/settings', {
    mail: {
      ...server,
      password: word('password of the mail server', () => false),
      from: 'a@example.com',
    },
  });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  await send('/api/settings/sign-in/providers', {
    label: 'Provider',
    issuer: 'https://issuer.example.com',
    clientId: 'client',
    clientSecret: word('secret of a provider', () => false),
  });
}
