import { readFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describePlugin } from '@tessera/core';
import { importBuiltModule } from './load-module.ts';
import { getPlugin } from './load-plugin-value.ts';
import { readManifest, type PackageJson } from './manifest.ts';

/** Runs alone in a process: imports the plugin in the folder given and writes its description to file 3. */
const ANSWER = 3;
const folder = process.argv[2] ?? '.';
/** The plugin might put another in its place. */
const exit = process.exit.bind(process);
refuseSignals();

try {
  const manifest = readManifest(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson,
  );
  // The time of the import runs from here on; for whoever reads the answer it is white space.
  writeSync(ANSWER, '\n');
  const module = await importBuiltModule(join(folder, 'server.js'), 'rehearsal');
  answer({ description: describePlugin(manifest, getPlugin(module, manifest.id)) });
} catch (error) {
  answer({ reason: error instanceof Error ? error.message : String(error) });
}
exit(0);

/** What Node's permissions leave open: the host's own process could be ended from here. */
function refuseSignals(): void {
  const refuse = (): never => {
    throw new Error('it sends signals to processes while it is imported.');
  };
  Object.assign(process, { kill: refuse, _kill: refuse, _debugProcess: refuse });
  syncBuiltinESMExports();
}

function answer(value: object): void {
  const bytes = Buffer.from(JSON.stringify(value));
  for (let sent = 0; sent < bytes.length;) sent += writeSync(ANSWER, bytes, sent);
}
