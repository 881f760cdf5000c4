import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { HostEnv } from './host-env.ts';

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tessera API</title>
</head>
<body>
<div id="reference"></div>
<script src="/api/docs/scalar.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>`;

const START = `Scalar.createApiReference('#reference', {
  url: '/api/openapi.json',
  withDefaultFonts: false,
  hideClientButton: true,
  telemetry: false,
  agent: { disabled: true },
});`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The reference page of the API, served from this machine alone. */
export function apiDocs(): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const description = findPackageJSON('@scalar/api-reference', import.meta.url) ?? '';
  const root = join(dirname(description), 'dist/browser');
  app.get('/', (c) => c.html(HTML, 200, { 'Content-Security-Policy': POLICY }));
  app.get('/start.js', (c) =>
    c.body(START, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/scalar.js', serveStatic<HostEnv>({ root, rewriteRequestPath: () => '/standalone.js' }));
  return app;
}
