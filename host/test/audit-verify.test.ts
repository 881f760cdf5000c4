import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { runAuditCommand } from '../src/audit/audit-command.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { authorize } from '../src/testing/test-users.ts';

let connection: pg.PoolConfig;
let owner: pg.Client;
let host: TestHost;
let url: string;
let token: string;

beforeAll(async () => {
  connection = await makeDatabase();
  host = await createTestHost({ database: connection });
  owner = new pg.Client({ ...connection });
  await owner.connect();
  await host.as('administrator').post('/api/tessera/users', { name: 'Watched' });
  url = await host.listen();
  const auditor = await host.user({ name: 'auditor', roles: ['administrator'] });
  token = (await authorize(host.kernel, auditor)).replace('Bearer ', '');
});
afterAll(async () => {
  await owner.end();
  await host.close();
});

async function command(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const code = await runAuditCommand(args, { write: (part: string) => (text += part) } as never);
  return { code, text };
}
const verify = (...args: string[]) => command('verify', '--url', url, '--token', token, ...args);

/** Everything that was written so far is under a seal. */
async function untilSealed(): Promise<void> {
  const waiting = async (): Promise<number> => {
    await verify();
    return (await host.as('administrator').get('/api/audit/seals')).body.waiting;
  };
  await expect.poll(waiting).toBe(0);
}

test('it says that the audit is whole, and the digest to keep', async () => {
  await untilSealed();
  const { code, text } = await verify();
  expect(text).toMatch(/^The audit is whole: \d+ entries in \d+ batches, 0 erased values\./);
  expect(code).toBe(0);
  const digest = /: ([0-9a-f]{64})\n$/.exec(text)?.[1] ?? '';
  expect((await verify('--digest', digest)).code).toBe(0);
  const other = await verify('--digest', 'f'.repeat(64));
  expect(other.code).toBe(1);
  expect(other.text).toContain('all was made anew');
});

test('it names what was changed behind its back, and ends with 1', async () => {
  await untilSealed();
  const { rows } = await owner.query<{ id: string }>(
    `update tessera.audit set changes = jsonb_set(changes, '{name,1}', '"Unwatched"')
     where entity = 'tessera.user' and changes -> 'name' ->> 1 = 'Watched' returning id`,
  );
  expect(rows).toHaveLength(1);
  const { code, text } = await verify();
  expect(code).toBe(1);
  expect(text).toContain(`entry ${rows[0]?.id}, field name: a value was changed`);
  await owner.query(
    `update tessera.audit set changes = jsonb_set(changes, '{name,1}', '"Watched"') where id = $1`,
    [rows[0]?.id],
  );
  expect((await verify()).code).toBe(0);
});

test('without a host it reads the database itself', async () => {
  const { host: server, port, user, password, database } = connection;
  const before = process.env['DATABASE_URL'];
  process.env['DATABASE_URL'] =
    `postgres://${user}:${encodeURIComponent(String(password ?? ''))}@${encodeURIComponent(String(server))}:${port}/${database}`;
  try {
    const { code, text } = await command('verify');
    expect(text).toContain('The audit is whole');
    expect(code).toBe(0);
  } finally {
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
  }
});

test.each([
  [['verify', '--url', 'nowhere', '--token', 'x']],
  [['verify', '--url', 'http://localhost:1', '--token', 'x']],
  [['verify', '--digest', 'short']],
  [['verify', '--bogus']],
  [['mend']],
])('%j ends with 1 and a sentence', async (args) => {
  expect((await command(...args)).code).toBe(1);
});

test('what it can do is told', async () => {
  expect(await command('--help')).toMatchObject({
    code: 0,
    text: expect.stringContaining('--digest'),
  });
  expect((await verify('--token', 'tsr_wrong')).code).toBe(1);
});
