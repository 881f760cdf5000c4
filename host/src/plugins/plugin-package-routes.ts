import { errors as coreErrors, type Kernel, type PluginStatus } from '@tessera/core';
import { Hono } from 'hono';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { errors } from './errors.ts';
import type { StoredPackage } from './packages.ts';
import { requireManager, type PluginParts } from './plugin-parts.ts';
import { showPackage, showPlugin } from './plugin-view.ts';

/** Bytes of a package at most. */
const MOST_BYTES = 20 * 1024 * 1024;
const TYPES = /^\s*application\/(?:gzip|x-gzip|octet-stream)\s*(?:;|$)/i;

const readConsent = createBodyReader<{ readonly consent?: boolean }>({
  consent: { type: 'boolean' },
});

/** Packages: uploading one, reading what it would do, installing it. */
export function pluginPackageRoutes(parts: PluginParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const { kernel, packages } = parts;
  app.post('/api/plugins/packages', async (c) => {
    const { userId } = requireManager(parts, c);
    const bytes = await readPackage(c.req.raw);
    const stored = await packages.stage(bytes, userId);
    return c.json(await withPlan(kernel, stored), 201, {
      Location: `/api/plugins/packages/${stored.digest}`,
    });
  });
  app.get('/api/plugins/packages', async (c) => {
    requireManager(parts, c);
    const kept = await packages.list();
    const shown = kept.map((stored) => showPackage(stored, statusOf(kernel, stored)));
    return c.json(shown, 200, { 'Cache-Control': 'no-store' });
  });
  app.get('/api/plugins/packages/:digest', async (c) => {
    requireManager(parts, c);
    const stored = await packages.read(c.req.param('digest'));
    return c.json(await withPlan(kernel, stored), 200, { 'Cache-Control': 'no-store' });
  });
  app.delete('/api/plugins/packages/:digest', async (c) => {
    requireManager(parts, c);
    await packages.drop(c.req.param('digest'));
    return c.body(null, 204);
  });
  app.post('/api/plugins/packages/:digest/install', async (c) => {
    const by = requireManager(parts, c);
    const { consent } = await readConsent(c.req.raw);
    const stored = await packages.read(c.req.param('digest'));
    if (consent !== true) throw errors.consentMissing({ id: stored.plugin });
    // No code of a plugin is loaded then, not even to be refused afterwards.
    if (kernel.safeMode) throw coreErrors.safeMode({ id: stored.plugin });
    const status = await packages.keep(stored.digest, async () =>
      kernel.install(await packages.load(stored.digest), { by }),
    );
    return c.json(showPlugin(status));
  });
  return app;
}

function statusOf(kernel: Kernel, { plugin }: StoredPackage): PluginStatus | undefined {
  return kernel.plugins().find(({ manifest }) => manifest.id === plugin);
}

async function withPlan(kernel: Kernel, stored: StoredPackage): Promise<object> {
  const plan = await kernel.planInstall(stored.description);
  return { ...showPackage(stored, statusOf(kernel, stored)), plan, faults: plan.faults };
}

/** Reads no further than a package may be long. */
async function readPackage(request: Request): Promise<Uint8Array> {
  if (!TYPES.test(request.headers.get('content-type') ?? '')) throw errors.packageTypeWrong();
  const tooLarge = (): Error => errors.packageTooLarge({ limit: MOST_BYTES });
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) throw coreErrors.requestInvalid({ reason: 'the body must be a package (.tgz).' });
  return Buffer.concat(chunks);
}
