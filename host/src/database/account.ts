import { readFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadErrors } from './lazy-errors.ts';

/** The account that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: root lends it another account. Everybody else runs it as themselves (undefined).
 * The account must be in /etc/passwd, since initdb looks its name up.
 */
export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const line = lines.find((entry) => entry[0] === name);
    if (line) return { uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw (await loadErrors()).postgresAccountMissing();
}

/** Whether a program runs as the account; asked by running it, since permissions have more rules than mode bits. */
export async function canRun(
  account: Account | undefined,
  program: string,
  args: readonly string[],
): Promise<boolean> {
  const child = spawn(program, args, { ...account, cwd: '/', env: {}, stdio: 'ignore' });
  try {
    const [code] = await once(child, 'exit');
    return code === 0;
  } catch {
    return false;
  }
}

/** Whether the account can work in a folder. */
export function canReach(account: Account | undefined, folder: string): Promise<boolean> {
  return canRun(account, '/bin/sh', ['-c', 'cd "$1" && test -r . && test -w .', 'sh', folder]);
}
