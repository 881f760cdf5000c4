import type { Context as HonoContext, Hono } from 'hono';
import type { EntityModel, EntityModels } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { currentExecution } from '../plugin/execution.ts';
import { toResponse } from './answer.ts';
import { idempotent } from './idempotency.ts';
import { bulkRecords } from './record-bulk.ts';
import {
  aggregateRecords,
  getHistory,
  getRecord,
  getStages,
  getTimeline,
  listRecords,
  queryRecords,
} from './record-reads.ts';
import type { RecordHandler } from './record-request.ts';
import { createRecord, deleteRecord, restoreRecord, updateRecord } from './record-writes.ts';
import type { SchemaCheck } from './schema-check.ts';

interface RecordRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the path of the entity. */
  readonly path: '' | `/${string}`;
  readonly handler: RecordHandler;
  /** Whether an `Idempotency-Key` is heeded: it writes, and repeating it would write again. */
  readonly once?: boolean;
}

const routes: readonly RecordRoute[] = [
  { method: 'GET', path: '', handler: listRecords },
  { method: 'POST', path: '', handler: createRecord, once: true },
  { method: 'POST', path: '/query', handler: queryRecords },
  { method: 'POST', path: '/aggregate', handler: aggregateRecords },
  { method: 'POST', path: '/bulk', handler: bulkRecords, once: true },
  { method: 'GET', path: '/:id', handler: getRecord },
  { method: 'PUT', path: '/:id', handler: updateRecord },
  { method: 'PATCH', path: '/:id', handler: updateRecord },
  { method: 'DELETE', path: '/:id', handler: deleteRecord },
  { method: 'POST', path: '/:id/restore', handler: restoreRecord, once: true },
  { method: 'GET', path: '/:id/history', handler: getHistory },
  { method: 'GET', path: '/:id/timeline', handler: getTimeline },
  { method: 'GET', path: '/:id/stages', handler: getStages },
];

/**
 * Adds the routes that every entity has. They are registered once, with the entity as a parameter: 60 entities would be
 * 800 routes, to be compiled anew with each assembly.
 */
export function addRecordRoutes(app: Hono, models: EntityModels, check: SchemaCheck): void {
  const byPath = modelsByPath(models);
  for (const route of routes) {
    app.on(route.method, `/api/:plugin/:entities${route.path}`, (c) =>
      answer(c, route, modelAt(c, byPath), check),
    );
  }
  for (const [path, allow] of allowedMethods()) {
    app.all(`/api/:plugin/:entities${path}`, (c) => {
      modelAt(c, byPath);
      throw errors.methodNotAllowed({ method: c.req.method, path: c.req.path, allow });
    });
  }
}

async function answer(
  c: HonoContext,
  route: RecordRoute,
  model: EntityModel,
  check: SchemaCheck,
): Promise<Response> {
  // Before the body is read: nobody learns from it what it should have been.
  if (currentExecution().principal.kind === 'anonymous') throw errors.notSignedIn();
  const { raw } = c.req;
  const id = c.req.param('id') ?? '';
  const url = new URL(c.req.url);
  const run = (request: Request) =>
    route.handler({ raw: request, url, execution: currentExecution(), model, id, check });
  return toResponse(route.once ? await idempotent(raw, run) : await run(raw));
}

function modelAt(c: HonoContext, byPath: ReadonlyMap<string, EntityModel>): EntityModel {
  const model = byPath.get(`${c.req.param('plugin')}/${c.req.param('entities')}`);
  if (!model) throw errors.routeMissing({ path: c.req.path });
  return model;
}

/** Models by `<plugin>/<path>`, as they stand in a URL below `/api`. */
function modelsByPath(models: EntityModels): ReadonlyMap<string, EntityModel> {
  return new Map(
    [...models.values()].map((model) => [`${model.plugin}/${model.options.path}`, model]),
  );
}

function allowedMethods(): ReadonlyMap<string, string> {
  const allowed = new Map<string, string>();
  for (const { path, method } of routes) {
    allowed.set(path, allowed.has(path) ? `${allowed.get(path)}, ${method}` : method);
  }
  return allowed;
}
