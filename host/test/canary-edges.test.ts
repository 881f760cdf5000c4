import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient } from '../src/testing/index.ts';
import { ask } from './canary-ask.ts';
import { CLOSED, type Owner, type Reader } from './canary-readers.ts';
import { makeCanaryWorld, type CanaryWorld } from './canary-world.ts';
import { openStream } from './event-stream.ts';

const isFull = process.env['TESSERA_TEST_FULL'] === '1';

let world: CanaryWorld;
beforeAll(async () => {
  world = await makeCanaryWorld();
});
afterAll(() => world?.host.close());

function reader(name: string): Reader {
  const found = world.readers.find((one) => one.name === name);
  if (!found) throw new Error(`There is no reader ${name}.`);
  return found;
}

function recordOf(entity: string, owner: Owner | 'common') {
  const found = world.records.find((one) => one.entity === entity && one.owner === owner);
  if (!found) throw new Error(`There is no ${entity} of ${owner}.`);
  return found;
}

/** What is answered to a new record with this value, without the value. */
async function refusal(
  who: Pick<Reader, 'authorization'>,
  path: string,
  body: Readonly<Record<string, unknown>>,
  value: string,
): Promise<string> {
  const answer = await ask(world, who, { method: 'POST', path, body });
  expect(answer.status, answer.bare).toBe(409);
  return answer.bare.replaceAll(value, '<value>').replaceAll(/"content-length","\d+"/g, '');
}

test('a conflict with a record of somebody else is like one with an own record', async () => {
  const path = '/api/vault/items';
  const [his, hers] = (['dot', 'ann'] as const).map((owner) =>
    String(recordOf('vault.item', owner).values['code']),
  );
  const own = reader('own');
  const withHis = await refusal(own, path, { name: 'New', code: his }, his ?? '');
  expect(withHis).toBe(await refusal(own, path, { name: 'New', code: hers }, hers ?? ''));
  const texts = Object.values(recordOf('vault.item', 'dot').values).filter(
    (value) => typeof value === 'string',
  );
  for (const value of texts) expect(withHis).not.toContain(value);
});

/** Entities without an owner: with a field that is unique, and what else a record needs. */
const UNIQUE = [
  ['sales.product', 'sku', 'name', {}],
  ['sales.product', 'name', 'name', {}],
  ['sales.pipeline', 'name', 'name', {}],
  ['loyalty.tier', 'key', 'name', { minimumPoints: 950_000 }],
  ['tessera.team', 'name', 'name', {}],
] as const;

test.each(UNIQUE)(
  'a conflict in %s.%s tells not whether it may be read',
  async (entity, field, title, more) => {
    const { admin, host } = world;
    const key = `maker-${entity}-${field}`.toLowerCase().replaceAll('.', '-');
    const made = await admin.post('/api/tessera/roles', {
      key,
      name: key,
      permissions: entity.startsWith('tessera.') ? ['tessera.user.manage'] : [],
      grants: [
        { entity, actions: { create: 'all', read: { filter: { [title]: `Mine ${key}` } } } },
      ],
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = await host.user({ name: key, roles: [key] });
    const maker = { authorization: (await host.as(id).authorization()) ?? '' };
    const [plugin, name] = entity.split('.');
    const model = host.kernel.assembly.models.get(`${plugin}.${name}`);
    const path = `/api/${plugin}/${model?.options.path}`;
    const hidden = `Hidden ${key}`.slice(0, 40);
    const mine = field === title ? `Mine ${key}` : `mine-${key}`.slice(0, 40);
    for (const one of [
      { [title]: hidden, [field]: hidden, ...more },
      { [title]: `Mine ${key}`, [field]: mine, ...more },
    ])
      expect((await admin.post(path, one)).status, JSON.stringify(one)).toBe(201);
    const visible = await ask(world, maker, { method: 'GET', path });
    expect(visible.bare).toContain(mine);
    expect(visible.bare).not.toContain(hidden);
    const other = field === title ? {} : { [title]: 'Another' };
    const withHidden = await refusal(maker, path, { ...other, ...more, [field]: hidden }, hidden);
    expect(withHidden).toBe(await refusal(maker, path, { ...other, ...more, [field]: mine }, mine));
  },
);

test('a stale version names no field that may not be read', async () => {
  const account = recordOf('customer.account', 'bob');
  const one = `${account.path}/${account.id}`;
  const { version } = (await world.admin.get(one)).body;
  const changes = {
    location: 'Elsewhere',
    taxId: 'changed',
    description: 'changed',
    annualRevenue: { amount: '5.00', currency: 'USD' },
  };
  expect((await world.admin.patch(one, changes)).status).toBe(200);
  const headers = { 'if-match': `"${version}"` };
  const stale = { method: 'PATCH', path: one, body: { kind: 'company' }, headers };
  const whole = await ask(world, reader('administrator'), stale);
  expect(whole.status).toBe(412);
  for (const name of Object.keys(changes)) expect(whole.bare).toContain(`"${name}"`);
  const part = await ask(world, reader('hidden'), stale);
  expect(part.status, part.bare).toBe(412);
  expect(part.bare).toContain('"location"');
  for (const name of CLOSED['customer.account'] ?? []) expect(part.bare).not.toContain(`"${name}"`);
});

test('a field that is hidden is asked for like one that is not there', async () => {
  const hidden = reader('hidden');
  const wrong: string[] = [];
  for (const [entity, fields] of Object.entries(CLOSED)) {
    const model = world.host.kernel.assembly.models.get(entity as never);
    const path = `/api/${model?.plugin}/${model?.options.path}`;
    for (const [position, field] of fields.entries()) {
      const ways = (name: string) => [
        { method: 'GET', path: `${path}?_sort=${name}` },
        { method: 'GET', path: `${path}?fields=${name}` },
        { method: 'GET', path: `${path}/export?columns=${name}` },
        { method: 'GET', path: `${path}?filter=${JSON.stringify({ [name]: 'a' })}` },
        {
          method: 'POST',
          path: `${path}/aggregate`,
          body: { groupBy: [name], measures: { n: 'count' } },
        },
        { method: 'POST', path: `${path}/aggregate`, body: { measures: { n: { max: name } } } },
        { method: 'POST', path, body: { [name]: 'a' } },
      ];
      const made = `${field}Made`;
      for (const [index, question] of ways(field).entries()) {
        // A part of them, each way with some field.
        if (!isFull && (index + position) % 4 > 0) continue;
        const real = await ask(world, hidden, question);
        const none = await ask(world, hidden, ways(made)[index] ?? question);
        const bare = none.bare.replaceAll(made, field);
        if (real.status < 400 || real.bare.replaceAll(/\d+/g, '') !== bare.replaceAll(/\d+/g, ''))
          wrong.push(
            `${question.method} ${question.path}: ${real.bare.slice(0, 300)} ≠ ${bare.slice(0, 300)}`,
          );
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('live updates tell nobody of what he does not see', async () => {
  const url = await world.host.listen();
  const watched = recordOf('vault.item', 'dot').id;
  const names = ['own', 'shared', 'filter', 'oneEntity', 'tokenOwn', 'tokenAll'];
  const query = `entities=vault.item,customer.account,sales.product&records=${watched}`;
  const streams = await Promise.all(
    names.map(async (name) => {
      const client = { authorization: async () => reader(name).authorization } as TestClient;
      return { name, stream: await openStream(url, client, query) };
    }),
  );
  const { admin, owners } = world;
  await admin.post('/api/vault/items', { name: 'Unseen', owner: owners.eve });
  await admin.patch(`/api/vault/items/${watched}`, { size: 'small' });
  // Those who see products hear of this one, after all that came before.
  const product = recordOf('sales.product', 'common');
  for (const { name, stream } of streams.filter(({ name: one }) => !one.startsWith('token'))) {
    await admin.patch(`${product.path}/${product.id}`, { unit: name });
    await stream.until(
      ({ event, data }) => event === 'entity' && data['entity'] === 'sales.product',
    );
  }
  for (const { name, stream } of streams) {
    const told = stream.messages.filter(({ event }) => event === 'entity' || event === 'record');
    const others = told.filter(({ data }) => data['entity'] !== 'sales.product');
    expect(others, name).toEqual([]);
    await stream.close();
  }
});
