import { createServer } from 'node:net';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPluginFolder } from '../pack/plugin-folder.ts';
import { openDevHost, type DevHost, type Swap } from './dev-host.ts';
import { createTerminalLog } from './terminal-log.ts';
import { watchSources } from './watch-sources.ts';

const USAGE = `tessera dev [folder] [--port NUMBER]

Serves the plugin in the folder (this one when not given) on this machine, with a PostgreSQL of its own, and swaps in what changes.
`;
const PORT = 4000;

/** `tessera dev`. Settles when it is told to stop. */
export async function runDevCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const folder = resolve(positionals[0] ?? '.');
  const { manifest } = await readPluginFolder(folder);
  const port = await choosePort(values.port);
  process.stdout.write(`Tessera starts with ${manifest.id} …\n`);
  const ending = new AbortController();
  const log = createTerminalLog(ending.signal);
  const dev = await openDevHost(folder, { port, log });
  const report = (error: unknown): void =>
    log.error(`something failed that nobody waited for: ${reasonOf(error)}`);
  process.on('unhandledRejection', report);
  process.on('uncaughtException', report);
  try {
    await serve(dev, folder);
  } finally {
    ending.abort();
    await dev.host.close();
  }
  process.stdout.write('Stopped.\n');
  return process.exit(0);
}

async function serve(dev: DevHost, folder: string): Promise<void> {
  const url = await dev.listen();
  tell(await dev.swap());
  const stopWatching = await watchSources(folder, async () => tell(await dev.swap()));
  const { email, password } = dev.administrator;
  process.stdout.write(
    `\n  ${url}\n  Sign in as ${email} with the password ${password}\n\nWatching src and package.json. Ctrl+C stops.\n\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  stopWatching();
}

function tell(swap: Swap): void {
  if (swap.kind === 'same') return;
  if (swap.kind === 'failed') {
    const what = swap.step === 'build' ? 'The sources do not build' : 'It did not start';
    process.stderr.write(`✗ ${what}. What ran before serves on.\n\n${swap.reason}\n\n`);
    return;
  }
  const { manifest, state, reason } = swap.status;
  const times = `${Math.round(swap.buildMs)} ms to build, ${Math.round(swap.swapMs)} ms to swap`;
  process.stdout.write(
    `✓ ${manifest.id} ${manifest.version} is ${state}${reason ? ` (${reason})` : ''}: ${times}\n`,
  );
}

async function choosePort(given: string | undefined): Promise<number> {
  if (given !== undefined) {
    if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
      throw new Error(`--port must be a number from 0 to 65535, not “${given}”.`);
    return Number(given);
  }
  return (await isFree(PORT)) ? PORT : 0;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
