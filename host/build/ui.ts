import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressTree } from './compress.ts';
import { allIcons, usedIcons } from './icons.ts';
import { bareSpecifiers, contentHash, filesBelow, findPluginUis } from './inputs.ts';
import { buildPlugin, buildShell, buildVendor } from './bundles.ts';

/**
 * Builds the web UI into `host/dist/ui`: what is shared once (`vendor/`), the shell (`assets/`), each plugin's elements
 * (`plugins/<id>/<hash>/`), the icons, and the page with its import map. With `--if-stale` only when an input has changed.
 */
const root = join(import.meta.dirname, '../..');
const shell = join(root, 'host/shell');
const target = join(root, 'host/dist/ui');

const plugins = await findPluginUis(root);
const inputs = [
  ...(await filesBelow(shell)),
  ...(await filesBelow(join(root, 'sdk/src/ui'))),
  ...(await filesBelow(import.meta.dirname)),
  ...(await Promise.all(plugins.map((plugin) => filesBelow(plugin.folder)))).flat(),
  // For the names of icons: entities and contributions of core, host and plugins.
  ...(await filesBelow(join(root, 'plugins'), /src\/.*\.ts$/)),
  ...(await filesBelow(join(root, 'core/src'))),
  ...(await filesBelow(join(root, 'host/src/platform'))),
  join(root, 'host/src/plugins/shared-specifiers.ts'),
  join(root, 'package-lock.json'),
];
const hash = await contentHash(root, inputs);
const stamp = join(target, '.stamp');
const isFresh = existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash;
if (!(process.argv.includes('--if-stale') && isFresh)) await build();

async function build(): Promise<void> {
  const start = performance.now();
  const folder = `${target}-${process.pid}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const shared = await bareSpecifiers([
      shell,
      join(root, 'sdk/src/ui'),
      ...plugins.map((plugin) => plugin.folder),
    ]);
    const icons = await usedIcons(root, inputs);
    const imports = await buildVendor(root, join(folder, 'vendor'), shared, icons.names);
    const entry = await buildShell(shell, join(folder, 'assets'), shared);
    const modules: Record<string, string> = {};
    for (const plugin of plugins) {
      const version = (await contentHash(root, await filesBelow(plugin.folder))).slice(0, 12);
      const file = await buildPlugin(
        plugin.folder,
        join(folder, 'plugins', plugin.id, version),
        shared,
      );
      modules[plugin.id] = `/plugins/${plugin.id}/${version}/${file}`;
    }
    await writeFile(join(folder, 'assets/icons.svg'), icons.svg);
    await writeFile(join(folder, 'assets/icons-all.svg'), (await allIcons(root)).svg);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ plugins: modules }));
    const page = await readFile(join(shell, 'index.html'), 'utf8');
    await writeFile(
      join(folder, 'index.html'),
      page
        .replace(
          '<!-- import map -->',
          () => `<script type="importmap">${JSON.stringify({ imports })}</script>`,
        )
        .replaceAll(
          '<!-- style -->',
          () => `<link rel="stylesheet" href="/assets/${entry.style}" />`,
        )
        .replace(
          '<!-- entry -->',
          () => `<script type="module" src="/assets/${entry.script}"></script>`,
        ),
    );
    await compressTree(folder);
    await writeFile(join(folder, '.stamp'), hash);
    // A host that serves the old one misses it for a moment only.
    const old = `${folder}-old`;
    if (existsSync(target)) await rename(target, old);
    await rename(folder, target);
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`The web UI was built in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}
