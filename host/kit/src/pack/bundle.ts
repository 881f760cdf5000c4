import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import {
  build,
  defaultClientConditions,
  defaultServerConditions,
  type InlineConfig,
  type Rolldown,
} from 'vite';

/** How a plugin is built: as it is given away, or quickly and with source maps for the one who writes it. */
export type BuildMode = 'production' | 'development';

/** In the workspace packages are taken from source, as the kit itself is. */
const SOURCE = import.meta.url.endsWith('.ts') ? ['@tessera/source'] : [];
/** The bundler's comments name folders as seen from wherever the kit was called. */
const WITHOUT_COMMENTS = { attachDebugInfo: 'none' } as const;
const BUILTIN = new Set(builtinModules);

/** The server side of a plugin in one file: everything inside but the SDK and what Node brings. */
export async function bundleServer(
  root: string,
  entry: string,
  target: string,
  name: string,
  mode: BuildMode,
): Promise<void> {
  const foreign: string[] = [];
  await run({
    ...common(root, target, mode),
    ssr: {
      noExternal: true,
      target: 'node',
      resolve: { conditions: [...SOURCE, ...defaultServerConditions] },
    },
    plugins: [withoutAddons(foreign)],
    build: {
      ...common(root, target, mode).build,
      ssr: entry,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        external: isOutside,
        onwarn: tell,
        experimental: WITHOUT_COMMENTS,
        output: { entryFileNames: name, codeSplitting: false, format: 'es' },
      },
    },
  });
  if (foreign.length > 0) throw new Error(addonsRefused(foreign));
}

/** The elements of a plugin: `plugin.js` and what it loads later. */
export async function bundleUi(
  root: string,
  entry: string,
  target: string,
  shared: readonly string[],
  mode: BuildMode,
): Promise<void> {
  await run({
    ...common(root, target, mode),
    base: './',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    resolve: { conditions: [...SOURCE, ...defaultClientConditions] },
    // As TypeScript does for Lit: decorators of the first kind, fields that are set, not defined.
    oxc: {
      decorator: { legacy: true },
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
    build: {
      ...common(root, target, mode).build,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: false,
      lib: { entry, formats: ['es'], fileName: () => 'plugin.js' },
      rolldownOptions: { external: [...shared], onwarn: tell, experimental: WITHOUT_COMMENTS },
    },
  });
}

/** @throws Error with what is wrong, without colours and the bundler's own lines */
async function run(config: InlineConfig): Promise<void> {
  try {
    await build(config);
  } catch (error) {
    throw new Error(stripVTControlCharacters((error as Error).message), { cause: error });
  }
}

function common(root: string, target: string, mode: BuildMode): InlineConfig {
  return {
    root,
    mode,
    configFile: false,
    envFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      outDir: target,
      emptyOutDir: false,
      assetsDir: '',
      minify: mode === 'production',
      sourcemap: mode === 'development',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
  };
}

function isOutside(id: string): boolean {
  return id === '@tessera/sdk' || id.startsWith('node:') || BUILTIN.has(id);
}

/** Native code is bound to one machine and may do anything: a plugin is plain JavaScript. */
function withoutAddons(found: string[]): Rolldown.Plugin {
  return {
    name: 'without-addons',
    load(id) {
      if (!id.split('?')[0]!.endsWith('.node')) return;
      found.push(basename(id));
      return 'export default undefined;';
    },
  };
}

function addonsRefused(names: readonly string[]): string {
  return `It needs native addons (${names.join(', ')}), which Tessera refuses: a plugin is plain JavaScript. Choose a package without them.`;
}

function tell(warning: Rolldown.RolldownLog, show: (log: Rolldown.RolldownLog) => void): void {
  if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
  show(warning);
}
