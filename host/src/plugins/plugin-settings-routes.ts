import type { JsonSchema } from '@tessera/core';
import { Hono } from 'hono';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { errors } from './errors.ts';
import { findDescription, getStatus, requireManager, type PluginParts } from './plugin-parts.ts';

const readValues = createBodyReader<{ readonly values: Readonly<Record<string, unknown>> }>(
  { values: { type: 'object' } },
  ['values'],
);

/** `/api/plugins/:id/settings`: read and changed by the plugin's own schema, also while it is off. */
export function pluginSettingsRoutes(parts: PluginParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const { kernel, settings } = parts;
  app.get('/api/plugins/:id/settings', async (c) => {
    requireManager(parts, c);
    const id = c.req.param('id');
    const schema = await getSchema(parts, id);
    const values = await settings.show(id, schema);
    return c.json({ schema, values }, 200, { 'Cache-Control': 'no-store' });
  });
  app.put('/api/plugins/:id/settings', async (c) => {
    const by = requireManager(parts, c);
    const id = c.req.param('id');
    const schema = await getSchema(parts, id);
    const { values } = await readValues(c.req.raw);
    const apply = async (): Promise<void> => {
      if (kernel.assembly.instances.has(id)) await kernel.reconfigure(id, { by });
    };
    await settings.change({ plugin: id, schema, values, by: by.userId, apply });
    return c.json({ schema, values: await settings.show(id, schema) });
  });
  return app;
}

/** @throws TesseraError `HOST_PLUGIN_SETTINGS_NONE` when it declares none */
async function getSchema(parts: PluginParts, id: string): Promise<JsonSchema> {
  const schema = (await findDescription(parts, getStatus(parts, id)))?.config;
  if (!schema) throw errors.settingsNone({ id });
  return schema;
}
