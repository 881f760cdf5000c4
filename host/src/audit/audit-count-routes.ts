import {
  countAuditBefore,
  countAuditDays,
  currentExecution,
  errors as coreErrors,
  type Kernel,
} from '@tessera/core';
import { Hono } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { isTimeZone } from '../settings/workspace-problems.ts';
import { readAuditQuery } from './audit-query.ts';

const DAY_MS = 86_400_000;
const LONGEST = 36_500;
const PRIVATE = { 'Cache-Control': 'private, no-store' };

/** What the pages of the audit count: entries by day, and what a shorter retention would let go. */
export function auditCountRoutes(kernel: Kernel): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  routes.get('/api/audit/days', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, 'tessera.audit.read');
    const names = new URL(c.req.url).searchParams;
    const zone = names.get('zone') ?? kernel.assembly.settings.timeZone;
    names.delete('zone');
    const query = { ...readAuditQuery(names), cursor: undefined, limit: undefined };
    if (!isTimeZone(zone))
      throw coreErrors.requestInvalid({ reason: '“zone” is no time zone such as Europe/Paris.' });
    const days = await runAsUser(kernel, c, () => countAuditDays(currentExecution(), query, zone));
    return c.json(days, 200, PRIVATE);
  });
  routes.get('/api/settings/audit/effect', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, 'tessera.audit.manage');
    const days = Number(c.req.query('retentionDays'));
    if (!Number.isInteger(days) || days < 1 || days > LONGEST)
      throw coreErrors.requestInvalid({
        reason: `“retentionDays” is a whole number from 1 to ${LONGEST}.`,
      });
    const now = kernel.assembly.clock.now().getTime();
    const effect = await countAuditBefore(kernel.database, new Date(now - days * DAY_MS));
    return c.json(effect, 200, PRIVATE);
  });
  return routes;
}
