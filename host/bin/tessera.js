#!/usr/bin/env node
// Plain JavaScript for any Node: it finds one that is new enough, and runs from source in the workspace.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST = [22, 18];
const room = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(room, 'src', 'cli.ts');
const built = join(room, 'dist', 'cli.js');
const isSource = existsSync(source);
const args = process.argv.slice(2);

const child = spawn(
  findNode(),
  [
    ...(args[0] === 'start' ? hostFlags() : []),
    ...(isSource ? ['--conditions=@tessera/source', source] : [built]),
    ...args,
  ],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/**
 * What also `npm start` of the workspace says. A host needs no more room for what is young, megabytes. V8 would let garbage grow to several
 * times what lives before it looks; a third of it is enough, however much lives. And it is compiled only once.
 */
function hostFlags() {
  const keeper = pathToFileURL(join(room, 'bin', 'keep-compiled-code.js')).href;
  return ['--max-semi-space-size=8', '--heap-growing-percent=35', '--import', keeper];
}

/** This Node, or the one that npm installed beside us. */
function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve(`node-${platform}-${process.arch}/package.json`));
    const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(node)) return node;
  } catch {
    // Not installed.
  }
  process.stderr.write(
    `Tessera needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}
