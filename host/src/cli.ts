import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const COMMANDS = ['start', 'import'] as const;

const USAGE = `tessera <command>

  start [folder]   serve the application in the folder (its package.json names the plugins)
  import …         move data in; see: tessera import --help

Settings come from the environment: PORT, TESSERA_DATA_DIR, DATABASE_URL, TESSERA_PLUGINS,
TESSERA_ADMIN_EMAIL, TESSERA_ADMIN_PASSWORD, TESSERA_PUBLIC_URL, TESSERA_HOST, LOG_LEVEL.
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
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(USAGE);
    return;
  }
  process.stderr.write(
    `There is no command “${command}”. Commands: ${COMMANDS.join(', ')}.\n\n${USAGE}`,
  );
  process.exitCode = 1;
}

if (import.meta.main) await run(process.argv.slice(2));
