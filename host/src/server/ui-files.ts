import { existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { errors } from '../errors.ts';
import type { PluginUi } from '../plugins/package-ui.ts';
import type { HostEnv } from './host-env.ts';
import { pagePolicy } from './security-headers.ts';

/** Where `build:ui` puts the shell; the same from source and from `dist`. */
export const UI_FOLDER = fileURLToPath(new URL('../../dist/ui/', import.meta.url));

const IMMUTABLE = 'public, max-age=31536000, immutable';
/** A name that changes with its content: `index-B1x9_aZ0.js`, or a folder of a content hash. */
const HASHED =
  /-(?=[\w-]*[A-Z0-9])[\w-]{8,}\.\w+$|\/[0-9a-f]{12,}\/|^\/plugins\/[^/]+\/[\w-]{8,}\//;
const FILE_POLICY = pagePolicy('');
const NOT_BUILT =
  '<!doctype html><title>Tessera</title><p>The UI is not built yet: run <code>npm run build:ui</code>.</p>';

interface Page {
  readonly html: string;
  readonly policy: string;
}

/** Serves the shell: files as they lie, and its page for every other address, since the browser routes. */
export function uiFiles(folder: string = UI_FOLDER, pluginUi?: PluginUi): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const page = pageOf(join(folder, 'index.html'));
  // The folder may be built after the host has started; without it `serveStatic` complains.
  let files: MiddlewareHandler<HostEnv> | undefined;
  app.get('*', async (c, next) => {
    const { path } = c.req;
    if (path.startsWith('/api/') || path === '/api') return next();
    if (path !== '/' && path !== '/index.html' && existsSync(folder)) {
      files ??= serveStatic<HostEnv>({ root: folder, precompressed: true });
      const found = await files(c, async () => {});
      if (found) {
        // A worker obeys the policy of its own file.
        found.headers.set('Content-Security-Policy', FILE_POLICY);
        found.headers.set('Cache-Control', HASHED.test(path) ? IMMUTABLE : 'no-cache');
        return found;
      }
    }
    const ofPlugin = path.startsWith('/plugins/') ? await pluginUi?.find(path) : undefined;
    if (ofPlugin) return pluginFile(ofPlugin, path);
    if (/\.\w{1,8}$/.test(path) && path !== '/index.html') throw errors.routeMissing({ path });
    const { html, policy } = page();
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-cache');
    return c.html(html);
  });
  return app;
}

/** What a plugin may bring for the page; anything else is bytes that a browser only saves. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.woff2': 'font/woff2',
};

async function pluginFile(file: string, path: string): Promise<Response> {
  const content = await readFile(file).catch((cause: unknown) => {
    throw errors.routeMissing({ path }, { cause });
  });
  return new Response(content, {
    headers: {
      'Content-Type': MEDIA_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'Content-Security-Policy': FILE_POLICY,
      'Cache-Control': IMMUTABLE,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** Read again when it was built again. */
function pageOf(file: string): () => Page {
  let read: (Page & { readonly at: number }) | undefined;
  return () => {
    const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (read?.at !== at) {
      const html = at ? readFileSync(file, 'utf8') : NOT_BUILT;
      read = { at, html, policy: pagePolicy(html) };
    }
    return read;
  };
}
