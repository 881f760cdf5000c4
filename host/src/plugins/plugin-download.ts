import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommandFault } from '../transfer/import-client.ts';

const run = promisify(execFile);
const LIMIT_MS = 120_000;
/** A package's name with a version or a tag: no folder, no address, no option of npm. */
const NAME = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*(@[\w.^~*+-]+)?$/i;

/** The package of that name as npm has it, from the registry that npm is set to. Scripts of it are not run. */
export async function fetchFromNpm(name: string): Promise<Buffer> {
  if (!NAME.test(name))
    throw new CommandFault(`“${name}” is neither a file nor the name of a package.`);
  const folder = await mkdtemp(join(tmpdir(), 'tessera-npm-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['pack', '--ignore-scripts', '--silent', `--pack-destination=${folder}`, name], {
      cwd: folder,
      timeout: LIMIT_MS,
      shell: process.platform === 'win32',
    });
    const [file] = await readdir(folder);
    return await readFile(join(folder, file ?? ''));
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const reason = stderr?.trim().split('\n').at(-1) ?? message;
    throw new CommandFault(`npm could not fetch ${name}: ${reason || message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
