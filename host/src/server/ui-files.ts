import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { errors } from '../errors.ts';
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
export function uiFiles(folder: string = UI_FOLDER): Hono<HostEnv> {
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
    if (/\.\w{1,8}$/.test(path) && path !== '/index.html') throw errors.routeMissing({ path });
    const { html, policy } = page();
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-cache');
    return c.html(html);
  });
  return app;
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
