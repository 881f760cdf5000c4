import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The CRM as `npm start` runs it, on an empty workspace of its own. */
export interface Program {
  readonly url: string;
  /** Stops it and takes its data away. */
  stop(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '../src/main.ts');
const PATIENCE_MS = 120_000;

/** Starts it; answers when it is ready. */
export async function startProgram(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-screens-'));
  const child = spawn(process.execPath, ['--conditions=@tessera/source', MAIN], {
    env: { ...process.env, PORT: '0', TESSERA_DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await address(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`It did not start:\n${said}`)), PATIENCE_MS);
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /ready on (http:\/\/[^\s"\\]+)/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]!);
    });
    child.once('exit', () => reject(new Error(`It ended:\n${said}`)));
  });
}
