import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Those of the package `@tessera/kit`, which is for people who write plugins. */
const KIT_COMMANDS = ['create', 'dev', 'check', 'pack', 'doctor'];
const COMMANDS = ['start', 'import', 'plugin', 'audit', ...KIT_COMMANDS];

const USAGE = `tessera <command>

  start [folder]   serve the application in the folder (its package.json names the plugins)
  import …         move data in; see: tessera import --help
  plugin …         list, add, enable, disable and remove plugins; see: tessera plugin --help
  audit …          check that nobody has changed the audit; see: tessera audit --help

For those who write plugins, with the package @tessera/kit:

  create [folder]  write a new plugin that works
  dev [folder]     serve it while it is written, and swap in what changes
  check [folder]   find out whether it keeps what a plugin promises
  pack [folder]    make the one file that is uploaded
  doctor [folder]  check this machine and the folder

Settings come from the environment: PORT, TESSERA_DATA_DIR, DATABASE_URL, TESSERA_PLUGINS,
TESSERA_ADMIN_EMAIL, TESSERA_ADMIN_PASSWORD, TESSERA_PUBLIC_URL, TESSERA_HOST, TESSERA_HOST_NAME,
TESSERA_SAFE_MODE, LOG_LEVEL.
`;

/** Runs one command of the command line. */
export async function run(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (command === 'start') {
    const { start } = await import('./start.ts');
    const { positionals } = parseArgs({ args: rest, allowPositionals: true });
    await start(resolve(positionals[0] ?? '.'));
    return;
  }
  if (command === 'import') {
    const { runImportCommand } = await import('./transfer/import-command.ts');
    process.exitCode = await runImportCommand(rest);
    return;
  }
  if (command === 'plugin') {
    const { runPluginCommand } = await import('./plugins/plugin-command.ts');
    process.exitCode = await runPluginCommand(rest);
    return;
  }
  if (command === 'audit') {
    const { runAuditCommand } = await import('./audit/audit-command.ts');
    process.exitCode = await runAuditCommand(rest);
    return;
  }
  if (command !== undefined && KIT_COMMANDS.includes(command)) {
    process.exitCode = await runInKit(command, rest);
    return;
  }
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(USAGE);
    return;
  }
  process.stderr.write(
    `There is no command “${command}”. Commands: ${COMMANDS.join(', ')}.\n\n${USAGE}`,
  );
  process.exitCode = 1;
}

interface Kit {
  runKitCommand(command: string, args: readonly string[]): Promise<number>;
}

/** The kit stands on the host, not the host on the kit: it is there when the one who writes plugins has installed it. */
async function runInKit(command: string, args: readonly string[]): Promise<number> {
  const name: string = '@tessera/kit';
  let kit: Kit;
  try {
    kit = (await import(name)) as Kit;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(`'${name}'`)) throw error;
    process.stderr.write(
      `“tessera ${command}” is part of ${name}, which is not installed. Run: npm install -D ${name}\n`,
    );
    return 1;
  }
  return kit.runKitCommand(command, args);
}

if (import.meta.main) await run(process.argv.slice(2));
