import { problemResponse, type Kernel, type Logger } from '@tessera/core';
import { Hono } from 'hono';
import { errors } from '../errors.ts';
import type { Authenticated } from '../identity/authentication.ts';
import type { PluginUi } from '../plugins/package-ui.ts';
import { apiDocs } from './api-docs.ts';
import { health } from './health.ts';
import type { HostEnv } from './host-env.ts';
import { checkOrigin } from './origin.ts';
import { pluginGate } from './plugin-gate.ts';
import { requestFrame } from './request-frame.ts';
import { uiFiles } from './ui-files.ts';

export interface AppParts {
  readonly kernel: Kernel;
  readonly log: Logger;
  readonly authenticate: (request: Request) => Promise<Authenticated>;
  /** The host's own routes; their paths begin with `/api`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each room has an environment of its own
  readonly routes: readonly Hono<any>[];
  readonly publicUrl: string | undefined;
  readonly proxyHops: number;
  readonly isStopping: () => boolean;
  /** Folder of the built UI, when it is not the host's own. */
  readonly uiFolder?: string | undefined;
  /** Browser modules of plugins from packages and folders. */
  readonly pluginUi?: PluginUi | undefined;
}

/** Everything the host answers over HTTP. */
export function createApp(parts: AppParts): Hono<HostEnv> {
  const { kernel, log, publicUrl } = parts;
  const app = new Hono<HostEnv>();
  app.onError((error, c) =>
    problemResponse(error, {
      requestId: c.var.requestId,
      log,
      method: c.req.method,
      path: c.req.path,
    }),
  );
  app.notFound((c) => {
    throw errors.routeMissing({ path: c.req.path });
  });
  app.use(requestFrame(parts));
  app.route('/', health(parts));
  app.use('/api/*', async (c, next) => {
    checkOrigin(c.req.method, c.req.raw.headers, publicUrl);
    c.set('authenticated', await parts.authenticate(c.req.raw));
    await next();
  });
  app.route('/api/docs', apiDocs());
  for (const routes of parts.routes) app.route('/', routes);
  app.route('/', pluginGate(kernel));
  app.route('/', uiFiles(parts.uiFolder, parts.pluginUi));
  return app;
}
