import { basename, join } from 'node:path';
import { build, defaultClientConditions, type InlineConfig, type Rolldown } from 'vite';

const EMPTY = '\0empty';

/** Everything is built for browsers of 2024 on, without telemetry of the component kit. */
function common(root: string, folder: string, base: string): InlineConfig {
  return {
    root,
    base,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['@tessera/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'without-telemetry',
        enforce: 'pre',
        resolveId: (id) => (id.startsWith('@vaadin/vaadin-usage-statistics') ? EMPTY : undefined),
        load: (id) => (id === EMPTY ? 'export const usageStatistics = () => {};' : undefined),
      },
    ],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      assetsDir: '',
    },
  };
}

/** One copy of what shell and plugins share; `icons` are those in the small sprite. Answers the imports of the import map. */
export async function buildVendor(
  root: string,
  folder: string,
  specifiers: readonly string[],
  icons: readonly string[],
): Promise<Record<string, string>> {
  const key = (specifier: string): string =>
    specifier.replace(/^@/, '').replace(/\.js$/, '').replaceAll('/', '__');
  const config = common(join(root, 'host'), folder, '/vendor/');
  const output = await run({
    ...config,
    define: { ...config.define, TESSERA_ICONS: JSON.stringify(icons.join(' ')) },
    build: {
      ...config.build,
      rolldownOptions: {
        input: Object.fromEntries(specifiers.map((specifier) => [key(specifier), specifier])),
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: 'shared-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
  const files = new Map(
    output.flatMap((chunk) =>
      chunk.type === 'chunk' && chunk.isEntry ? [[chunk.name, chunk.fileName]] : [],
    ),
  );
  return Object.fromEntries(
    specifiers.map((specifier) => [specifier, `/vendor/${files.get(key(specifier))}`]),
  );
}

/** The shell and its theme. */
export async function buildShell(
  shell: string,
  folder: string,
  shared: readonly string[],
): Promise<{ readonly script: string; readonly style: string }> {
  const config = common(shell, folder, '/assets/');
  const output = await run({
    ...config,
    build: {
      ...config.build,
      cssCodeSplit: true,
      rolldownOptions: {
        input: { shell: join(shell, 'index.ts'), theme: join(shell, 'theme.css') },
        external: [...shared],
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
  const script = output.find(
    (chunk) => chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'shell',
  );
  const style = output.find((chunk) => /^theme-.*\.css$/.test(chunk.fileName));
  if (!script || !style) throw new Error('The shell was not built whole.');
  return { script: script.fileName, style: style.fileName };
}

/** The elements of one plugin; answers the name of the module. */
export async function buildPlugin(
  folder: string,
  target: string,
  shared: readonly string[],
): Promise<string> {
  const config = common(folder, target, './');
  const output = await run({
    ...config,
    build: {
      ...config.build,
      lib: { entry: join(folder, 'index.ts'), formats: ['es'], fileName: () => 'plugin.js' },
      rolldownOptions: { external: [...shared] },
    },
  });
  return basename(
    output.find((chunk) => chunk.type === 'chunk' && chunk.isEntry)?.fileName ?? 'plugin.js',
  );
}

type Output = Rolldown.RolldownOutput['output'];

async function run(config: InlineConfig): Promise<Output> {
  const result = await build(config);
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('Nothing was built.');
  return first.output;
}
