import { errors as coreErrors } from '@tessera/core';
import { Hono } from 'hono';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { errors } from './errors.ts';
import { getStatus, requireManager, type PluginParts } from './plugin-parts.ts';
import { showPlugin } from './plugin-view.ts';
import { findPurgeExport, writePurgeExport } from './purge-export.ts';

const readNothing = createBodyReader<object>({});
const readConfirmation = createBodyReader<{ readonly confirm?: string }>({
  confirm: { type: 'string' },
});

/** Taking a plugin away: what it no longer declares, its code, its data. */
export function pluginDataRoutes(parts: PluginParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const { kernel } = parts;
  app.get('/api/plugins/:id/finalize', async (c) => {
    requireManager(parts, c);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    return c.json(await kernel.planFinalize(id), 200, { 'Cache-Control': 'no-store' });
  });
  app.post('/api/plugins/:id/finalize', async (c) => {
    const by = requireManager(parts, c);
    await readNothing(c.req.raw);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    return c.json(await kernel.finalize(id, { by }));
  });
  app.post('/api/plugins/:id/remove', async (c) => {
    const by = requireManager(parts, c);
    await readNothing(c.req.raw);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    await kernel.remove(id, { by });
    const left = kernel.plugins().find(({ manifest }) => manifest.id === id);
    return c.json(left ? showPlugin(left) : { id, state: 'removed' });
  });
  app.get('/api/plugins/:id/purge', async (c) => {
    requireManager(parts, c);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    return c.json(await kernel.planPurge(id), 200, { 'Cache-Control': 'no-store' });
  });
  app.post('/api/plugins/:id/purge', async (c) => {
    const by = requireManager(parts, c);
    const { confirm } = await readConfirmation(c.req.raw);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    if (confirm !== id) throw errors.purgeUnconfirmed({ id });
    await exportData(parts, id);
    await kernel.purge(id, { by });
    await parts.settings.forget(id);
    return c.json({ export: `/api/plugins/${id}/purge-export` });
  });
  app.get('/api/plugins/:id/purge-export', async (c) => {
    requireManager(parts, c);
    const id = c.req.param('id');
    // Of a plugin that is gone, too: its data outlives it here.
    const found = await findPurgeExport(parts.exportFolder, id);
    if (!found) throw errors.exportMissing({ id });
    return new Response(found.stream(), {
      headers: {
        'Content-Type': 'application/gzip',
        'Content-Length': String(found.size),
        'Content-Disposition': `attachment; filename="${found.name}"`,
        'Cache-Control': 'private, no-store',
      },
    });
  });
  return app;
}

/** Nothing is deleted that has not been written down. @throws TesseraError when it may not be deleted, before anything is written */
async function exportData(parts: PluginParts, id: string): Promise<void> {
  const { kernel, exportFolder } = parts;
  const { state, wanted } = getStatus(parts, id);
  if (wanted === 'enabled' || state === 'active') throw coreErrors.pluginEnabled({ id });
  const plan = await kernel.planPurge(id);
  const fields = plan.references.map(({ entity, field }) => `${entity}.${field}`);
  if (fields.length > 0) throw coreErrors.pluginReferenced({ id, by: fields.join(', ') });
  const at = kernel.assembly.clock.now();
  await writePurgeExport(kernel.database, exportFolder, { plugin: id, at, plan });
}
