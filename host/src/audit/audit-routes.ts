import {
  currentExecution,
  lastSeal,
  readAudit,
  sealAudit,
  unsealedRows,
  verifyAudit,
  writeAuditEntry,
  type Kernel,
} from '@tessera/core';
import { Hono } from 'hono';
import type { RuntimeRole } from '../database/runtime-role.ts';
import { requirePermission } from '../identity/permission.ts';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import type { Settings } from '../settings/settings.ts';
import { auditCountRoutes } from './audit-count-routes.ts';
import { exportAudit } from './audit-export.ts';
import { readAuditQuery } from './audit-query.ts';
import { readAuditSettings, saveAuditSettings, type AuditSettings } from './audit-settings.ts';

const READ = 'tessera.audit.read';
const MANAGE = 'tessera.audit.manage';

/** What the routes of the audit work with. */
export interface AuditParts {
  readonly kernel: Kernel;
  readonly settings: Settings;
  readonly runtimeRole: RuntimeRole;
}

/** `/api/audit/…` and `/api/settings/audit`: the explorer, its export, the seals, how long entries are kept. */
export function auditRoutes({ kernel, settings, runtimeRole }: AuditParts): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  const noStore = { 'Cache-Control': 'private, no-store' };
  routes.use('/api/audit/*', async (c, next) => {
    requirePermission(kernel, c.var.authenticated.principal, READ);
    await next();
  });

  routes.get('/api/audit', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, READ);
    const query = readAuditQuery(new URL(c.req.url).searchParams);
    const { entries, next = null } = await runAsUser(kernel, c, () =>
      readAudit(currentExecution(), query),
    );
    return c.json({ entries, next }, 200, noStore);
  });
  routes.route('/', auditCountRoutes(kernel));
  routes.get('/api/audit/export', (c) => exportAudit(kernel, c));
  routes.get('/api/audit/seals', async (c) => {
    const last = await lastSeal(kernel.database);
    const waiting = await unsealedRows(kernel.database);
    const seal = last && { batch: last.batch, at: last.at, rows: last.rows, digest: last.digest };
    return c.json({ last: seal ?? null, waiting, appendOnly: runtimeRole }, 200, noStore);
  });

  const readCheck = createBodyReader<{ readonly digest?: string }>({
    digest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  });
  routes.post('/api/audit/verify', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, MANAGE);
    const { digest } = await readCheck(c.req.raw);
    await sealAudit(kernel.database, { now: () => kernel.assembly.clock.now() });
    return c.json(await verifyAudit(kernel.database, { expected: digest }), 200, noStore);
  });

  const readSettings = createBodyReader<AuditSettings>(
    { retentionDays: { type: ['integer', 'null'], minimum: 1, maximum: 36_500 } },
    ['retentionDays'],
  );
  routes.get('/api/settings/audit', (c) => {
    requirePermission(kernel, c.var.authenticated.principal, MANAGE);
    return c.json(readAuditSettings(settings), 200, noStore);
  });
  routes.put('/api/settings/audit', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, MANAGE);
    const changed = await readSettings(c.req.raw);
    await runAsUser(kernel, c, () => saveAudited(settings, changed));
    await settings.reload();
    return c.json(readAuditSettings(settings), 200, noStore);
  });
  return routes;
}

/** What is kept and the entry about it are written together. */
async function saveAudited(settings: Settings, changed: AuditSettings): Promise<void> {
  const before = readAuditSettings(settings);
  await currentExecution()
    .assembly.context('tessera')
    .transaction(async () => {
      const execution = currentExecution();
      await saveAuditSettings(
        settings,
        execution.transaction ?? execution.assembly.database,
        changed,
      );
      await writeAuditEntry(execution, {
        entity: 'tessera.audit',
        action: 'update',
        changes: { retentionDays: [before.retentionDays, changed.retentionDays] },
      });
    });
}
