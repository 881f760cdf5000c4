import {
  currentExecution,
  grantsGiven,
  reach,
  reachesNothing,
  type EntityModel,
  type Execution,
  type Kernel,
} from '@tessera/core';
import type { Hono } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import { isAdministrator, mayDefine } from '../platform/privileges.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { readAccessQuery } from './access-query.ts';
import { actionsNamed } from './actions-named.ts';
import { readRoles, type StoredRole } from './stored-roles.ts';

/** `GET /api/access/matrix`: every role beside every entity, field and permission that there is. */
export function addMatrixRoute(routes: Hono<HostEnv>, kernel: Kernel): void {
  routes.get('/api/access/matrix', (c) =>
    runAsUser(kernel, c, async () => {
      const execution = currentExecution();
      requirePermission(kernel, execution.principal, 'tessera.user.manage');
      readAccessQuery(c, []);
      const roles = await readRoles(kernel.database);
      const { models, permissions } = execution.assembly;
      const named = roles.map(({ role }) => role);
      const matrix = {
        entities: [...models.values()].map((model) => entityOf(execution, model, named)),
        permissions: permissions.map(({ name, label }) => ({
          name,
          label,
          plugin: name.split('.')[0],
        })),
        roles: roles.map((role) => roleOf(execution, role)),
      };
      return c.json(matrix, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );
}

function entityOf(
  execution: Execution,
  model: EntityModel,
  roles: readonly StoredRole['role'][],
): object {
  const { sharing = {} } = execution.principal;
  return {
    id: model.id,
    plugin: model.plugin,
    label: model.options.plural,
    owned: model.owned,
    hasParent: model.options.shareVia !== undefined,
    sharing: sharing[model.id] ?? 'private',
    actions: actionsNamed(execution.assembly, roles, model).map((name) => ({ name })),
    fields: [...model.fields.values()].map(({ name, label, type, system, ...marks }) => ({
      name,
      label,
      type,
      system,
      personal: marks.personal ?? false,
      sensitive: 'sensitive' in marks && marks.sensitive === true,
    })),
  };
}

function roleOf(execution: Execution, { role, version, users, teams }: StoredRole): object {
  const { assembly, principal } = execution;
  const { id, key, label, grants, permissions, withheld } = role;
  const isMine = principal.roles.some((one) => one.id === id);
  const isWritable = !reachesNothing(
    reach(execution, assembly.models.get('tessera.role') as EntityModel, 'update'),
  );
  const isHeld = !isMine && mayDefine(assembly, principal, role).length === 0;
  return {
    id,
    key,
    name: label.en,
    version,
    users,
    teams,
    grants,
    given: grantsGiven(assembly, key),
    permissions,
    givenPermissions: assembly.permissions
      .filter(({ roles }) => roles?.includes(key))
      .map(({ name }) => name),
    withheld: withheld ?? [],
    isMine,
    mayChange: isWritable && (isAdministrator(principal) || isHeld),
  };
}
