import type { Kernel } from '@tessera/core';
import { Hono } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { addExplainRoute } from './explain-route.ts';
import { addMatrixRoute } from './matrix-route.ts';
import { addPreviewRoute } from './preview-route.ts';
import { addRecordRoute } from './record-route.ts';

/** Who may do what, and why; what a change of a role would change. */
export function accessRoutes(kernel: Kernel): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  addExplainRoute(routes, kernel);
  addRecordRoute(routes, kernel);
  addMatrixRoute(routes, kernel);
  addPreviewRoute(routes, kernel);
  return routes;
}
