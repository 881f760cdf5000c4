import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../../../test/setup/database.ts';
import { runTessera, type Tessera } from './process.ts';
import { findSampleData, type SampleData } from './sample-data.ts';

const EXAMPLE = join(import.meta.dirname, '..');
const MINUTES = 60_000;
const ADMINISTRATOR = { email: 'admin@example.com', password: 'a long enough pass phrase' };

let sample: SampleData;
let dataFolder: string;
let environment: Record<string, string>;
let host: Tessera;
let url: string;
let token: string;

beforeAll(async () => {
  sample = await findSampleData();
  dataFolder = await mkdtemp(join(tmpdir(), 'tessera-example-'));
  const { host: server, port, user, password, database } = await makeEmptyDatabase();
  environment = {
    // The server of the tests listens on a Unix socket: its folder is no host name.
    DATABASE_URL: `postgres://${user}:${encodeURIComponent(String(password))}@localhost:${port}/${database}?host=${encodeURIComponent(server ?? '')}`,
    TESSERA_DATA_DIR: dataFolder,
    TESSERA_ADMIN_EMAIL: ADMINISTRATOR.email,
    TESSERA_ADMIN_PASSWORD: ADMINISTRATOR.password,
    PORT: '0',
  };
  await startHost();
  environment['PORT'] = new URL(url).port;
  token = await makeToken();
}, 3 * MINUTES);

afterAll(async () => {
  host?.kill('SIGTERM');
  await host?.ended;
  await rm(dataFolder, { recursive: true, force: true });
});

async function startHost(): Promise<void> {
  host = runTessera(['start', EXAMPLE], environment);
  url = await host.says(/ready on (\S+)\n/);
}

async function makeToken(): Promise<string> {
  const headers = { 'Content-Type': 'application/json', Origin: url };
  const signedIn = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify(ADMINISTRATOR),
  });
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  const made = await fetch(`${url}/api/auth/tokens`, {
    method: 'POST',
    headers: { ...headers, Cookie: cookie },
    body: JSON.stringify({ name: 'import' }),
  });
  return ((await made.json()) as { token: string }).token;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects
async function request(method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function count(entity: string, filter?: object): Promise<number> {
  const [group] = await request('POST', `/api/${entity}/aggregate`, {
    ...(filter ? { filter } : {}),
    measures: { n: 'count' },
  });
  return group.n;
}

function importRecipe(): Tessera {
  const recipe = join(EXAMPLE, 'recipe.json');
  return runTessera([
    'import',
    '--recipe',
    recipe,
    '--from',
    sample.folder,
    '--url',
    url,
    '--token',
    token,
  ]);
}

async function findOpportunity(number: string): Promise<{ id: string } & Record<string, unknown>> {
  const [found] = await request(
    'GET',
    `/api/sales/opportunities?number=${number}&include=account,owner,stage`,
  );
  return found;
}

test(
  'a company moves in, although its host is killed in between',
  async () => {
    const { expected } = sample;
    const command = importRecipe();
    await command.says(/products\.csv {2}sales\.product/);
    const half = async (): Promise<boolean> => {
      const [latest] = await request('GET', '/api/imports');
      return latest.entity === 'sales.opportunity' && latest.position > expected.opportunities / 4;
    };
    while (!(await half()));
    host.kill('SIGKILL');
    await host.ended;
    await startHost();
    expect([await command.ended, command.output()]).toEqual([0, expect.anything()]);
    const rows = expected.opportunities.toLocaleString('en-US');
    expect(command.output()).toContain(
      `sales_pipeline.csv  sales.opportunity  ${rows} rows: ${rows} created, 0 updated, 0 unchanged, 0 failed`,
    );
    expect(command.output()).toMatch(
      new RegExp(
        `accounts.csv {2}customer.account {2}${expected.accounts} rows: ${expected.accounts} created,`,
      ),
    );
  },
  5 * MINUTES,
);

test('every record is there, and points where it should', async () => {
  const { expected } = sample;
  const stages = await request('POST', '/api/sales/opportunities/aggregate', {
    groupBy: ['stage'],
    measures: { n: 'count', value: { sum: 'amount' } },
  });
  const byKey = Object.fromEntries(
    stages.map(({ stage, n }: { stage: { key: string }; n: number }) => [stage.key, n]),
  );
  const won = stages.find(({ stage }: { stage: { key: string } }) => stage.key === 'won');
  expect({
    accounts: await count('customer/accounts'),
    parents: await count('customer/accounts', { parent: { isNull: false } }),
    products: await count('sales/products'),
    agents: await count('tessera/users', {
      jobTitle: 'Sales agent',
      manager: { isNull: false },
      'team.parent': { isNull: false },
    }),
    managers: await count('tessera/users', {
      jobTitle: 'Sales manager',
      'team.manager': { isNull: false },
    }),
    offices: await count('tessera/teams', { parent: { isNull: true } }),
    opportunities: await count('sales/opportunities'),
    ofGtxPro: await count('sales/opportunities', { 'product.name': 'GTX Pro' }),
    withoutAccount: await count('sales/opportunities', { account: { isNull: true } }),
    withoutEngageDate: await count('sales/opportunities', { engageDate: { isNull: true } }),
    stages: byKey,
    wonValue: won.value,
    winRate: (byKey['won'] / (byKey['won'] + byKey['lost'])).toFixed(4),
  }).toEqual({ ...expected, closed: undefined });
  expect(await findOpportunity(expected.closed.number)).toMatchObject({
    closeDate: expected.closed.closeDate,
    closedAt: expect.stringContaining(expected.closed.closeDate),
    owner: { title: expected.closed.agent },
    stage: { key: 'won' },
    source: 'import',
  });
  expect(await count('customer/accounts', { location: 'Philipines' })).toBe(0);
  expect(await count('customer/accounts', { industry: { isNull: true } })).toBe(0);
});

test(
  'the same again changes nothing, and says so',
  async () => {
    const command = importRecipe();
    expect([await command.ended, command.output()]).toEqual([
      0,
      expect.stringContaining('Nothing changed'),
    ]);
  },
  5 * MINUTES,
);

test(
  'an undo takes back what the import made, and says what it kept and why',
  async () => {
    const { expected } = sample;
    const kept = await findOpportunity(expected.closed.number);
    await request('PATCH', `/api/sales/opportunities/${kept.id}`, { nextStep: 'Call again' });
    const imports = await request('GET', '/api/imports');
    const { batch } = imports.at(-1);
    const command = runTessera(['import', '--undo', batch, '--url', url, '--token', token]);
    expect([await command.ended, command.output()]).toEqual([0, expect.anything()]);
    const number = (value: number): string => value.toLocaleString('en-US');
    expect(command.output()).toContain(
      `sales.opportunity  ${number(expected.opportunities)} rows: ${number(expected.opportunities - 1)} undone, 1 kept, 0 failed\n    1 × Somebody changed the record since.\n`,
    );
    expect(command.output()).toContain(
      `customer.account  ${expected.accounts} rows: ${expected.accounts - 1} undone, 1 kept, 0 failed\n    1 × Other records point to it: opportunities.\n`,
    );
    expect([
      await count('sales/opportunities'),
      await count('customer/accounts'),
      await count('sales/products'),
    ]).toEqual([1, 1, 1]);
  },
  5 * MINUTES,
);

test('what goes wrong before anything is sent is one sentence', async () => {
  const recipe = join(EXAMPLE, 'recipe.json');
  const run = async (...args: string[]): Promise<[number | null, string]> => {
    const command = runTessera(['import', ...args]);
    const code = await command.ended;
    return [code, command.output().trim()];
  };
  const to = ['--url', url, '--token', token];
  expect(
    await run('--recipe', recipe, '--from', sample.folder, '--url', url, '--token', 'wrong'),
  ).toEqual([1, expect.stringMatching(/^The token is not valid[^\n]*$/)]);
  expect(await run('--recipe', recipe, '--from', EXAMPLE, ...to)).toEqual([
    1,
    expect.stringMatching(
      /has no sales_teams\.csv, accounts\.csv, products\.csv, sales_pipeline\.csv\.$/,
    ),
  ]);
  expect(await run('--recipe', 'nowhere.json', '--from', sample.folder, ...to)).toEqual([
    1,
    'There is no recipe nowhere.json.',
  ]);
  expect(
    await run(
      '--recipe',
      recipe,
      '--from',
      sample.folder,
      '--url',
      'http://127.0.0.1:1',
      '--token',
      token,
    ),
  ).toEqual([1, expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 does not answer[^\n]*$/)]);
});
