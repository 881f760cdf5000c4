import { Readable } from 'node:stream';
import {
  createValueCheck,
  isUuid,
  currentExecution,
  entityMeta,
  errors as coreErrors,
  readJson,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { contentDisposition } from '../files/file-name.ts';
import { requirePermission, requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { errorReport, undoReport } from './error-report.ts';
import { errors } from './errors.ts';
import { matchHeaders } from './header-match.ts';
import { checkImport, type CheckRequest } from './import-check.ts';
import type { ImportParts } from './import-parts.ts';
import { columnValues } from './import-values.ts';
import {
  addFile,
  cancelImport,
  getFile,
  getImport,
  rereadFile,
  resumeImport,
  showImport,
  showImports,
  startImport,
  undoBatch,
  undoImport,
  type ImportRequest,
  type Reading,
} from './imports.ts';
import { findFile, type ImportFile } from './import-store.ts';
import { refuse } from './plan-check.ts';
import { checkRequestSchema, importRequestSchema, readingSchema } from './plan-schema.ts';

/** `/api/imports`: upload a table, import it as a job, see how it goes, take it back. */
export function importRoutes(parts: ImportParts): Hono<HostEnv> {
  const { kernel } = parts;
  const { database } = kernel;
  const routes = new Hono<HostEnv>();
  const checkRequest = createValueCheck(importRequestSchema);
  const checkCheck = createValueCheck(checkRequestSchema);
  const checkReading = createValueCheck(readingSchema);

  const permitted = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> => {
    const { principal } = c.var.authenticated;
    requireUser(principal);
    requirePermission(kernel, principal, 'tessera.import.run');
    return kernel.run(leaseOf(c), work);
  };
  const idOf = (c: Context<HostEnv>): string => {
    const id = c.req.param('id') ?? '';
    if (!isUuid(id)) throw errors.importMissing({ id });
    return id.toLowerCase();
  };

  // Outside of a lease: a slow upload must not keep a plugin from being switched off.
  routes.post('/api/imports/files', async (c) => {
    const { principal } = c.var.authenticated;
    const user = requireUser(principal);
    requirePermission(kernel, principal, 'tessera.import.run');
    const file = await addFile(parts, user, c.req.query('name'), bodyOf(c.req.raw));
    return c.json(showFile(file), 201, { Location: `/api/imports/files/${file.id}` });
  });

  routes.get('/api/imports/files/:id', (c) =>
    permitted(c, async () => {
      const id = c.req.param('id');
      if (!isUuid(id)) throw errors.fileMissing({ id });
      return c.json(showFile(await getFile(parts, id)));
    }),
  );

  routes.get('/api/imports/files/:id/match', (c) =>
    permitted(c, async () => {
      const id = c.req.param('id');
      if (!isUuid(id)) throw errors.fileMissing({ id });
      const { headers } = await getFile(parts, id);
      const entity = c.req.query('entity') ?? '';
      const execution = currentExecution();
      const model = execution.assembly.models.get(entity as `${string}.${string}`);
      if (!model || !entityMeta(execution, model).actions.read) {
        throw coreErrors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
      }
      return c.json(matchHeaders(headers, entityMeta(execution, model)));
    }),
  );

  routes.get('/api/imports/files/:id/values', (c) =>
    permitted(c, async () => {
      const id = c.req.param('id');
      if (!isUuid(id)) throw errors.fileMissing({ id });
      const { column = '', entity = '', field = '' } = c.req.query();
      return c.json(await columnValues(parts, id, column, { entity, field }));
    }),
  );

  routes.post('/api/imports/files/:id/read', (c) =>
    permitted(c, async () => {
      const id = c.req.param('id');
      if (!isUuid(id)) throw errors.fileMissing({ id });
      const body = (await readJson(c.req.raw)) ?? {};
      const problems = checkReading(body);
      if (problems.length > 0) throw refuse(problems);
      return c.json(showFile(await rereadFile(parts, id, body as Reading)));
    }),
  );

  routes.post('/api/imports/check', (c) =>
    permitted(c, async () => {
      const body = (await readJson(c.req.raw)) ?? {};
      const problems = checkCheck(body);
      if (problems.length > 0) throw refuse(problems);
      return c.json(await checkImport(parts, body as CheckRequest));
    }),
  );

  routes.post('/api/imports', (c) =>
    permitted(c, async () => {
      const body = (await readJson(c.req.raw)) ?? {};
      const problems = checkRequest(body);
      if (problems.length > 0) throw refuse(problems);
      const made = await startImport(parts, body as ImportRequest);
      return c.json(made, 201, { Location: `/api/imports/${made.id}` });
    }),
  );

  routes.get('/api/imports', (c) =>
    permitted(c, async () => {
      const batch = c.req.query('batch');
      if (batch !== undefined && !isUuid(batch)) throw errors.batchMissing({ id: batch });
      return c.json(await showImports(parts, batch));
    }),
  );

  routes.get('/api/imports/:id', (c) =>
    permitted(c, async () => c.json(await showImport(parts, idOf(c)))),
  );
  routes.post('/api/imports/:id/cancel', (c) =>
    permitted(c, async () => c.json(await cancelImport(parts, idOf(c)))),
  );
  routes.post('/api/imports/:id/resume', (c) =>
    permitted(c, async () => c.json(await resumeImport(parts, idOf(c)))),
  );
  routes.post('/api/imports/:id/undo', (c) =>
    permitted(c, async () => c.json(await undoImport(parts, idOf(c)))),
  );
  routes.post('/api/imports/batches/:batch/undo', (c) =>
    permitted(c, async () => {
      const id = c.req.param('batch');
      if (!isUuid(id)) throw errors.batchMissing({ id });
      return c.json(await undoBatch(parts, id));
    }),
  );

  routes.get('/api/imports/:id/errors.csv', (c) =>
    permitted(c, async () => {
      const found = await getImport(parts, idOf(c));
      const file = await findFile(database, found.file);
      return csv(
        c,
        `${stem(found.name)} errors.csv`,
        errorReport(database, found.id, file?.headers ?? []),
      );
    }),
  );
  routes.get('/api/imports/:id/undo.csv', (c) =>
    permitted(c, async () => {
      const found = await getImport(parts, idOf(c));
      return csv(c, `${stem(found.name)} undo.csv`, undoReport(database, found.id));
    }),
  );
  return routes;
}

function showFile({
  id,
  name,
  size,
  encoding,
  delimiter,
  headers,
  rows,
  sample,
  sheet,
  sheets,
}: ImportFile): object {
  const more = sheets ? { sheet, sheets } : {};
  return { id, name, size, encoding, delimiter, headers, rows, sample, ...more };
}

/** With a byte order mark: without one, spreadsheets take UTF-8 for something else. */
function csv(c: Context<HostEnv>, name: string, lines: AsyncGenerator<string>): Response {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode('\ufeff');
    for await (const line of lines) yield encoder.encode(line);
  };
  return c.body(Readable.toWeb(Readable.from(bytes())) as ReadableStream<Uint8Array>, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': contentDisposition('attachment', name),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}

function stem(name: string): string {
  return name.replace(/\.\w{1,5}$/, '');
}

async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body) yield* request.body as unknown as AsyncIterable<Uint8Array>;
}
