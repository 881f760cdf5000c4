import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '@tessera/core';
import {
  createHost,
  createLog,
  findPlugins,
  openDatabase,
  readConfiguration,
  type Host,
} from '@tessera/host';
import pg from 'pg';
import { makeReaders } from './readers.ts';
import { fillWorkspace, type Counts } from './workspace.ts';

/**
 * The contender: a whole host with the plugins of this application on a workspace of its own, filled. Forked by `main.ts` with a folder and
 * the counts; tells its address, an API token and how to reach its database, and stops when its parent goes.
 */
const [folder = '.', counts = '{}'] = process.argv.slice(2);
const ADMINISTRATOR = { email: 'admin@bench.example', password: 'a long password of the bench' };

const configuration = readConfiguration({
  PORT: '0',
  TESSERA_DATA_DIR: join(folder, 'data'),
  TESSERA_REQUESTS_PER_MINUTE: '100000000',
  TESSERA_ADMIN_EMAIL: ADMINISTRATOR.email,
  TESSERA_ADMIN_PASSWORD: ADMINISTRATOR.password,
});
// It writes the lines that it writes for a company, one a request, into a file.
const log = createLog('info', createWriteStream(join(folder, 'host.log')));
const database = await openDatabase(configuration, log);
const found = await findPlugins(join(import.meta.dirname, '..'));
const host = await createHost({ configuration, database, found, log });
process.on('disconnect', () => void stop(host));
// The host itself may not drop indexes or clean tables up: it works as a role that cannot.
const owner = new pg.Pool(database.direct);
await fillOnce(host);
const readers = await makeReaders(createDatabase(owner));
await owner.end();
const url = await host.listen();
process.send?.({ url, token: await makeToken(url), readers, pool: database.direct });

/** A folder that is kept is filled the first time. */
async function fillOnce({ kernel }: Host): Promise<void> {
  const [found] = await kernel.database.query('select 1 from customer.account limit 1');
  if (found) return;
  await fillWorkspace(kernel, createDatabase(owner), JSON.parse(counts) as Counts, (line) =>
    console.log(line),
  );
}

async function makeToken(origin: string): Promise<string> {
  const post = (path: string, body: object, headers: Record<string, string>): Promise<Response> =>
    fetch(origin + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin, ...headers },
    });
  const login = await post('/api/auth/login', ADMINISTRATOR, {});
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const answer = await post('/api/auth/tokens', { name: 'bench' }, { cookie });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) throw new Error(`There is no token: ${login.status}, ${answer.status}.`);
  return token;
}

async function stop(running: Host): Promise<void> {
  await running.close();
  process.exit(0);
}
