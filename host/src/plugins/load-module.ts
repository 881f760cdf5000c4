import { isBuiltin, registerHooks, type ResolveFnOutput } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as sdk from '@tessera/sdk';

/** Marks the modules of built plugins: whatever they import is resolved here. Its value is the digest, so that each version is a module of its own. */
const MARK = 'tessera-plugin';
const NODE_LOADER: string = 'data:text/javascript,export const load = (url) => import(url);';
const SDK_URL = 'tessera:sdk';
/** Node's loader belongs to the process and not to a host, so what it shares lies where the process keeps it. */
const SHARED = Symbol.for('tessera.sdk');

type Modules = typeof globalThis & { [SHARED]?: typeof sdk };

/**
 * Imports one file of a built plugin. `@tessera/sdk` is the host's own copy, Node's built-ins are Node's, and any other name is an error.
 * The same file with the same version is imported once in a process.
 */
export async function importBuiltModule(
  file: string,
  version: string,
): Promise<Readonly<Record<string, unknown>>> {
  shareSdk();
  const url = pathToFileURL(file);
  url.searchParams.set(MARK, version);
  return (await importByNode(url.href)) as Readonly<Record<string, unknown>>;
}

/** By Node's own loader, also where a test runner has put another in front: a module of this kind is nobody else's. */
async function importByNode(url: string): Promise<unknown> {
  const loader = (await import(NODE_LOADER)) as { load(url: string): Promise<unknown> };
  return loader.load(url);
}

function shareSdk(): void {
  const modules = globalThis as Modules;
  const isShared = modules[SHARED] !== undefined;
  modules[SHARED] = sdk;
  if (isShared) return;
  registerHooks({
    resolve(specifier, context, next) {
      const version = context.parentURL && versionOf(context.parentURL);
      if (!version) return next(specifier, context);
      if (specifier === '@tessera/sdk') return { url: SDK_URL, shortCircuit: true };
      if (isBuiltin(specifier)) return next(specifier, context);
      if (/^\.{1,2}\//.test(specifier)) return marked(next(specifier, context), version);
      throw new Error(
        `it imports “${specifier}”, which a package may not: bundle it with tessera pack. From outside come @tessera/sdk and what Node brings.`,
      );
    },
    load(url, context, next) {
      if (url !== SDK_URL) return next(url, context);
      return { format: 'module', source: sdkSource(), shortCircuit: true };
    },
  });
}

function versionOf(url: string): string | null {
  return url.startsWith('file:') ? new URL(url).searchParams.get(MARK) : null;
}

function marked(found: ResolveFnOutput, version: string): ResolveFnOutput {
  const url = new URL(found.url);
  url.searchParams.set(MARK, version);
  return { ...found, url: url.href };
}

/** Hands on the host's own values, name by name. */
function sdkSource(): string {
  const names = Object.keys(sdk).map((name) => `export const ${name} = sdk.${name};`);
  return [`const sdk = globalThis[Symbol.for('tessera.sdk')];`, ...names].join('\n');
}
