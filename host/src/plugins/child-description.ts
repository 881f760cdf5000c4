import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { PluginDescription } from '@tessera/core';
import { errors } from './errors.ts';

const LIMIT_MS = 30_000;
/** A process that starts on a busy machine: no fault of the plugin. */
const START_LIMIT_MS = 60_000;
const MEMORY_MB = 512;
const MOST_BYTES = 16 * 1024 ** 2;
const isSource = import.meta.url.endsWith('.ts');
const CHILD = fileURLToPath(
  new URL(isSource ? './child-program.ts' : './child-program.js', import.meta.url),
);

/** What a child may take; less in tests. */
export interface ChildLimits {
  /** Milliseconds; 30,000 when not given. */
  readonly timeoutMs?: number;
  /** Names the plugin in what is reported; the folder when not given. */
  readonly plugin?: string;
}

/**
 * Describes the plugin in a built folder (`package.json` and `server.js`) by importing it in a process of its own: 30 s, 512 MB, no
 * environment, no writing, no processes, and to read nothing but itself and the code of this host. What throws, hangs or ends there does no harm here.
 * @throws TesseraError `HOST_PLUGIN_UNLOADABLE` that says what it did
 */
export async function describeInChild(
  folder: string,
  { timeoutMs = LIMIT_MS, plugin = basename(folder) }: ChildLimits = {},
): Promise<PluginDescription> {
  const unloadable = (reason: string): Error => errors.pluginUnloadable({ plugin, reason });
  const child = spawn(
    process.execPath,
    [
      ...(isSource ? ['--conditions=@tessera/source'] : []),
      `--max-old-space-size=${MEMORY_MB}`,
      '--permission',
      ...(await readableFolders(folder)).map((one) => `--allow-fs-read=${one}`),
      '--no-warnings',
      CHILD,
      folder,
    ],
    { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], cwd: folder },
  );
  let late: string | undefined;
  const kill = (): void => void child.kill('SIGKILL');
  const endAfter = (what: string, limit: number): NodeJS.Timeout =>
    setTimeout(() => {
      late = `${what} within ${limit / 1000} s.`;
      kill();
    }, limit);
  let timer = endAfter('the process that imports it did not start', START_LIMIT_MS);
  let hasBegun = false;
  const begin = (): void => {
    hasBegun = true;
    clearTimeout(timer);
    timer = endAfter('importing it did not end', timeoutMs);
  };
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const [answer, complaint, end] = await Promise.all([
    readAll(child.stdio[3] as Readable, kill, begin),
    readAll(child.stderr as Readable, kill),
    ended,
  ]).finally(() => clearTimeout(timer));
  if (late) throw unloadable(late);
  if (/heap out of memory/.test(complaint))
    throw unloadable(`importing it took more than ${MEMORY_MB} MB.`);
  if (!hasBegun) throw unloadable(`the process that imports it did not start (${end}).`);
  const { description, reason } = readAnswer(answer);
  if (reason !== undefined) throw unloadable(String(reason));
  if (typeof description !== 'object' || description === null)
    throw unloadable(`it ended the process while it was imported (${end}).`);
  return description;
}

/** The plugin, this host, and the packages that it stands on: no key, no data and nobody's home. */
async function readableFolders(folder: string): Promise<readonly string[]> {
  const packages = ['@tessera/core', '@tessera/sdk', import.meta.url].flatMap((name) => {
    const file = findPackageJSON(name, import.meta.url);
    return file ? [dirname(file)] : [];
  });
  const shared = createRequire(import.meta.url).resolve.paths('any') ?? [];
  const named = [folder, ...packages, ...shared];
  const real = await Promise.all(named.map((one) => realpath(one).catch(() => one)));
  return [...new Set([...named, ...real])];
}

/** As `describeInChild`, and remembers the answer for the same content below a folder for caches. */
export async function describeFolder(
  folder: string,
  cacheFolder: string,
): Promise<PluginDescription> {
  const hash = createHash('sha512');
  for (const name of ['package.json', 'server.js']) hash.update(await readFile(join(folder, name)));
  const file = join(cacheFolder, `${hash.digest('base64url')}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as PluginDescription;
  const description = await describeInChild(folder);
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(`${file}.${process.pid}.part`, JSON.stringify(description));
  await rename(`${file}.${process.pid}.part`, file);
  return description;
}

interface Answer {
  readonly description?: PluginDescription;
  readonly reason?: string;
}

/** The plugin could write there too, so it may be anything. */
function readAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {};
  }
}

/** The first that the child says is that it begins to import. */
async function readAll(
  stream: Readable,
  onTooMuch: () => void,
  onFirst: () => void = () => {},
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('error', () => {});
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      onTooMuch();
      break;
    }
    if (chunks.length === 0) onFirst();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
