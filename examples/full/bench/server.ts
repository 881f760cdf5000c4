import { createDatabase } from '@tessera/core';
import pg from 'pg';
import { readerTokens, type Readers } from './readers.ts';
import { ADMINISTRATOR } from './workspace-environment.ts';
import { openWorkspace } from './workspace-host.ts';

/** What the contender tells when it serves. */
export interface Ready {
  readonly url: string;
  readonly token: string;
  readonly readers: Readers;
  readonly pool: pg.PoolConfig;
  /** Process of one of its connections to the database. */
  readonly backend: number;
}

/** The contender: a whole host on a filled workspace. It stops when its parent goes. */
const [folder = '.'] = process.argv.slice(2);
const { host, database } = await openWorkspace(folder);
process.on('disconnect', () => void stop());
const owner = new pg.Pool(database.direct);
const readers = await readerTokens(createDatabase(owner));
await owner.end();
const url = await host.listen();
const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
const ready: Ready = {
  url,
  token: await makeToken(url),
  readers,
  pool: database.direct,
  backend: rows[0]?.pid ?? 0,
};
process.send?.(ready);

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

async function stop(): Promise<void> {
  await host.close();
  process.exit(0);
}
