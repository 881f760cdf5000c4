import { problemResponse, type Kernel, type Logger } from '@tessera/core';
import { Hono, type Context } from 'hono';
import { errors } from '../errors.ts';
import type { Presumed } from '../identity/presumptions.ts';
import type { SecondFactorGate } from '../identity/second-factor-gate.ts';
import type { PluginUi } from '../plugins/package-ui.ts';
import { apiDocs } from './api-docs.ts';
import { health } from './health.ts';
import type { HostEnv } from './host-env.ts';
import { pathWithoutTokens } from './logged-path.ts';
import { checkOrigin } from './origin.ts';
import { pluginGate } from './plugin-gate.ts';
import { portalGate } from './portal-gate.ts';
import { createPresumedReads } from './presumed-reads.ts';
import { createPresumedWrites } from './presumed-writes.ts';
import type { Authenticate } from './request-facts.ts';
import { createRequestFrame, framed } from './request-frame.ts';
import { createRequestLimits } from './request-limits.ts';
import { checkScopes } from './scope-gate.ts';
import { uiFiles } from './ui-files.ts';
import { checkViewing } from './view-gate.ts';

export interface AppParts {
  readonly kernel: Kernel;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  /** Who sent a request as far as it is remembered; asks nobody. */
  readonly presume: (request: Request) => Presumed | undefined;
  /** Asks those who must have a second factor for it. */
  readonly secondFactorGate: Pick<SecondFactorGate, 'check' | 'isRequired'>;
  /** Gives a session's cookie its new name, on the way out. */
  readonly renewCookie: (c: Context<HostEnv>) => void;
  /** Requests of one caller a minute; 0 is as many as he likes. */
  readonly requestsPerMinute: number;
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
  const frame = createRequestFrame(parts);
  const limits = createRequestLimits(parts.requestsPerMinute);
  app.onError((error, c) =>
    problemResponse(error, {
      requestId: c.var.requestId,
      log,
      method: c.req.method,
      path: pathWithoutTokens(c.req.path),
    }),
  );
  app.notFound((c) => {
    throw errors.routeMissing({ path: c.req.path });
  });
  app.use(framed(frame));
  app.route('/', health(parts));
  app.use('/api/*', async (c, next) => {
    checkOrigin(c.req.method, c.req.raw.headers, publicUrl);
    c.set('authenticated', await limits.admit(parts.authenticate, c.req.raw, c.var.address));
    checkViewing(c.req.method, c.req.path, c.var.authenticated, kernel.assembly);
    checkScopes(c.req.method, c.req.path, c.var.authenticated);
    await parts.secondFactorGate.check(c.var.authenticated, c.req.path);
    await next();
    // A sign-in or sign-out on the way has set its own.
    if (c.var.authenticated.session?.oldCookie && !c.res.headers.has('set-cookie'))
      parts.renewCookie(c);
  });
  app.use('/api/*', portalGate(kernel));
  app.route('/api/docs', apiDocs());
  for (const routes of parts.routes) app.route('/', routes);
  app.route('/', pluginGate(kernel));
  app.route('/', uiFiles(parts.uiFolder, parts.pluginUi));
  const presumed = { ...parts, frame, limits, taken: takenBy(parts.routes) };
  const readPresumed = createPresumedReads(presumed);
  const writePresumed = createPresumedWrites(presumed);
  const wholeWay = app.fetch;
  app.fetch = async (request, env, context) =>
    (await readPresumed(request, env)) ??
    (await writePresumed(request, env)) ??
    wholeWay(request, env, context);
  return app;
}

/** First parts of the paths below `/api` that routes name. */
function takenBy(routes: AppParts['routes']): ReadonlySet<string> {
  const paths = routes.flatMap((one) => one.routes.map(({ path }) => path));
  return new Set(paths.map((path) => path.split('/')[2] ?? ''));
}
