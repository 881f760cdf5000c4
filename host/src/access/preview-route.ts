import {
  currentExecution,
  errors as coreErrors,
  isUuid,
  type Execution,
  type Kernel,
  type Problem,
  type RoleGrants,
} from '@tessera/core';
import type { Hono } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import { createBodyReader } from '../identity/request-body.ts';
import { mayDefine } from '../platform/privileges.ts';
import { findFault } from '../platform/role-fault.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { readAccessQuery } from './access-query.ts';
import { errors } from './errors.ts';
import { previewReach } from './preview-reach.ts';
import { compareRoles } from './role-difference.ts';
import { readRoles } from './stored-roles.ts';

interface PreviewBody {
  readonly role: string | null;
  readonly grants?: unknown;
  readonly permissions?: unknown;
  readonly withheld?: unknown;
}

/** `POST /api/access/preview`: what saving a role so would change, and for whom. Nothing is saved. */
export function addPreviewRoute(routes: Hono<HostEnv>, kernel: Kernel): void {
  const list = { type: ['array', 'null'], maxItems: 2000 };
  const readBody = createBodyReader<PreviewBody>(
    {
      role: { type: ['string', 'null'], maxLength: 36 },
      grants: list,
      permissions: list,
      withheld: list,
    },
    ['role'],
  );

  routes.post('/api/access/preview', (c) =>
    runAsUser(kernel, c, async () => {
      const execution = currentExecution();
      requirePermission(kernel, execution.principal, 'tessera.user.manage');
      readAccessQuery(c, []);
      const preview = await makePreview(kernel, execution, await readBody(c.req.raw));
      return c.json(preview, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );
}

async function makePreview(
  kernel: Kernel,
  execution: Execution,
  { role: id, ...values }: PreviewBody,
): Promise<object> {
  const { assembly, principal } = execution;
  const before = await findRole(kernel, id);
  const after = await roleAfter(execution, before, values);
  const difference = compareRoles(assembly, before, after);
  const { users, reach } = await previewReach(execution, before, after, difference.readChanged);
  const { actions, fields, permissions } = difference;
  const exceeds = mayDefine(assembly, principal, after);
  return { users, actions, fields, permissions, reach, exceeds };
}

/** The stored role; one without any right for a role that is not there yet. */
async function findRole(kernel: Kernel, id: string | null): Promise<RoleGrants> {
  if (id === null) return { id: '', key: '', label: { en: '' }, grants: [], permissions: [] };
  const found = isUuid(id)
    ? (await readRoles(kernel.database)).find(({ role }) => role.id === id.toLowerCase())
    : undefined;
  if (!found) throw coreErrors.recordMissing({ entity: 'role', id });
  return found.role;
}

/** The role as it would be. What is not sent stays. */
async function roleAfter(
  execution: Execution,
  before: RoleGrants,
  { grants, permissions, withheld }: Omit<PreviewBody, 'role'>,
): Promise<RoleGrants> {
  const sent = Object.fromEntries(
    Object.entries({ grants, permissions, withheld }).filter(([, value]) => value !== undefined),
  );
  const fault = await findFault(execution, { ...before }, sent);
  if (fault) {
    const problems: Problem[] = [{ pointer: `/${fault.field}`, detail: fault.reason }];
    throw errors.roleInvalid({ reason: fault.reason }, { problems });
  }
  const listOf = <T>(value: unknown, stored: T): T =>
    value === undefined ? stored : ((value ?? []) as T);
  return {
    ...before,
    grants: listOf(grants, before.grants),
    permissions: listOf(permissions, before.permissions),
    withheld: listOf(withheld, before.withheld),
  };
}
