import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createHost,
  createLog,
  findPlugins,
  openDatabase,
  openLogDestination,
  readConfiguration,
  type Host,
  type HostDatabase,
} from '@tessera/host';

/** The first user of each workspace of the bench. */
export const ADMINISTRATOR = {
  email: 'admin@bench.example',
  password: 'a long password of the bench',
};

/** What tells a host about the workspace in a folder. */
export function environmentOf(folder: string): Record<string, string> {
  return {
    PORT: '0',
    TESSERA_DATA_DIR: join(folder, 'data'),
    TESSERA_REQUESTS_PER_MINUTE: '1000000',
    TESSERA_ADMIN_EMAIL: ADMINISTRATOR.email,
    TESSERA_ADMIN_PASSWORD: ADMINISTRATOR.password,
  };
}

/** A whole host with the plugins of this application on the workspace in a folder; it does not listen yet. */
export async function openWorkspace(
  folder: string,
): Promise<{ readonly host: Host; readonly database: HostDatabase }> {
  await mkdir(folder, { recursive: true });
  const configuration = readConfiguration(environmentOf(folder));
  // It writes the lines that it writes for a company, one a request, into a file.
  const log = createLog('info', openLogDestination(openSync(join(folder, 'host.log'), 'w')));
  const database = await openDatabase(configuration, log);
  const found = await findPlugins(join(import.meta.dirname, '..'));
  return { host: await createHost({ configuration, database, found, log }), database };
}
