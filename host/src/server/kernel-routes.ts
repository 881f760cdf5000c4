import {
  buildMeta,
  currentExecution,
  errors as coreErrors,
  globalSearch,
  groupedSearch,
  openApi,
  readJson,
  type Execution,
  type FieldDefinition,
  type Kernel,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { auditOperations } from '../audit/audit-operations.ts';
import { requirePermission, requireUser } from '../identity/permission.ts';
import { signInOperations } from '../identity/sign-in-operations.ts';
import { peopleOperations } from '../identity/people-operations.ts';
import { pluginOperations } from '../plugins/plugin-operations.ts';
import { privacyOperations } from '../privacy/privacy-operations.ts';
import { sharingOperations } from '../sharing/sharing-operations.ts';
import { accessOperations } from '../access/access-operations.ts';
import { addHostOperations } from './host-operations.ts';
import { entityTag, hasTag } from './entity-tag.ts';
import type { HostEnv } from './host-env.ts';
import { leaseOf } from './plugin-gate.ts';
import { UI_FOLDER } from './ui-files.ts';
import { uiModules } from './ui-manifest.ts';

const SEARCH_LIMIT = 20;
const GROUP_LIMIT = 5;
const MOST_FOUND = 100;
const LONGEST_SEARCH = 200;
const FIELD_PERMISSION = 'tessera.field.manage';

/** What the kernel answers that belongs to no plugin: description, search, custom fields. */
export function kernelRoutes(
  kernel: Kernel,
  uiFolder: string = UI_FOLDER,
  isDevelopment = false,
): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const moduleOf = uiModules(
    uiFolder,
    (plugin) => currentExecution().assembly.instances.get(plugin)?.installed,
  );
  const signedIn = <T>(
    c: Context<HostEnv>,
    work: (execution: Execution) => Promise<T>,
  ): Promise<T> => {
    requireUser(c.var.authenticated.principal);
    return kernel.run(leaseOf(c), () => work(currentExecution()));
  };

  app.get('/api/meta', (c) =>
    signedIn(c, async (execution) => {
      const meta = await buildMeta(execution, moduleOf);
      return tagged(c, isDevelopment ? { ...meta, isDevelopment } : meta);
    }),
  );
  app.get('/api/openapi.json', (c) =>
    signedIn(c, async ({ assembly }) =>
      tagged(
        c,
        addHostOperations(openApi(assembly), [
          pluginOperations,
          accessOperations,
          auditOperations,
          privacyOperations,
          sharingOperations,
          signInOperations,
          peopleOperations,
        ]),
      ),
    ),
  );
  app.get('/api/search', (c) =>
    signedIn(c, async (execution) => {
      const { question, limit } = readSearch(c, SEARCH_LIMIT);
      const entity = c.req.query('entity');
      const found = question === '' ? [] : await globalSearch(execution, question, limit, entity);
      return c.json(found, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );
  app.get('/api/search/groups', (c) =>
    signedIn(c, async (execution) => {
      const { question, limit } = readSearch(c, GROUP_LIMIT);
      const found = question === '' ? [] : await groupedSearch(execution, question, limit);
      return c.json(found, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );

  app.post('/api/fields', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, FIELD_PERMISSION);
    const { entity, name, definition } = readField(await readJson(c.req.raw));
    await kernel.addField(entity, name, definition);
    return c.json({ entity, name: `x_${name}`, definition }, 201);
  });
  app.delete('/api/fields/:entity/:name', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, FIELD_PERMISSION);
    await kernel.removeField(
      c.req.param('entity') as `${string}.${string}`,
      c.req.param('name').replace(/^x_/, ''),
    );
    return c.body(null, 204);
  });
  return app;
}

/** Answers with an entity tag, so that an unchanged description is not sent twice. */
function tagged(c: Context<HostEnv>, body: unknown): Response {
  const text = JSON.stringify(body);
  const tag = entityTag(text);
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
  if (hasTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers);
  return c.body(text, 200, { ...headers, 'Content-Type': 'application/json' });
}

/** `q` and `limit`. @throws TesseraError when they cannot be meant */
function readSearch(
  c: Context<HostEnv>,
  usual: number,
): { readonly question: string; readonly limit: number } {
  const question = c.req.query('q')?.trim() ?? '';
  if (question.length > LONGEST_SEARCH)
    throw coreErrors.requestInvalid({ reason: '“q” is longer than 200 characters.' });
  const limit = Number(c.req.query('limit') ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_FOUND)
    throw coreErrors.requestInvalid({
      reason: `“limit” must be a number from 1 to ${MOST_FOUND}.`,
    });
  return { question, limit };
}

interface NewField {
  readonly entity: `${string}.${string}`;
  readonly name: string;
  readonly definition: FieldDefinition;
}

function readField(body: unknown): NewField {
  const { entity, name, definition } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isEntity = typeof entity === 'string' && /^[a-z][\w-]*\.[a-z]\w*$/.test(entity);
  const isDefinition =
    typeof definition === 'object' && definition !== null && 'type' in definition;
  if (!isEntity || typeof name !== 'string' || !isDefinition) {
    throw coreErrors.requestInvalid({
      reason: 'a field needs “entity”, “name” and a “definition” with a “type”.',
    });
  }
  return {
    entity: entity as NewField['entity'],
    name: name.replace(/^x_/, ''),
    definition: definition as FieldDefinition,
  };
}
