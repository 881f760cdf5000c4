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
import { environmentOf } from './workspace-environment.ts';

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
