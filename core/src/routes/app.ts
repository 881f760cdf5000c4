import { Hono } from 'hono';
import { errors } from '../errors.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { currentExecution } from '../plugin/execution.ts';
import { requireAudience } from './audience.ts';
import { addPluginRoutes } from './plugin-routes.ts';
import { problemResponse } from './problem.ts';
import { addRecordRoutes } from './record-routes.ts';
import { createSchemaCheck } from './schema-check.ts';

/**
 * Builds the routes of an assembly, all below `/api`: those of the plugins first, then those that every entity has.
 * Requests are answered within an execution, as its principal.
 */
export function buildRoutes(parts: Pick<Assembly, 'instances' | 'models'>): Hono {
  const app = new Hono();
  const check = createSchemaCheck();
  app.onError((error, c) => {
    const execution = currentExecution();
    const { requestId, assembly } = execution;
    return problemResponse(error, {
      requestId,
      log: assembly.log,
      method: c.req.method,
      path: c.req.path,
    });
  });
  app.notFound((c) => {
    throw errors.routeMissing({ path: c.req.path });
  });
  for (const instance of parts.instances.values()) addPluginRoutes(app, instance, check);
  app.use('/api/*', async (_c, next) => {
    requireAudience(currentExecution().principal);
    await next();
  });
  addRecordRoutes(app, parts.models, check);
  return app;
}
