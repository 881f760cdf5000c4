import {
  accessOf,
  currentExecution,
  errors,
  explainAccess,
  may,
  type EntityModel,
  type Execution,
  type Explanation,
  type Kernel,
} from '@tessera/core';
import type { Hono } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { findModel, readAccessQuery, requireReadable } from './access-query.ts';

/** Actions are the five of every entity and the verbs of plugins. */
const ACTION = /^[A-Za-z][\w.-]{0,99}$/;

/** `GET /api/access/explain`: oneself, of records that one may read; others for those who manage users. */
export function addExplainRoute(routes: Hono<HostEnv>, kernel: Kernel): void {
  routes.get('/api/access/explain', (c) =>
    runAsUser(kernel, c, async () => {
      const query = readAccessQuery(c, ['user', 'entity', 'id', 'field', 'action']);
      const execution = currentExecution();
      const explanation = await explain(kernel, execution, query);
      return c.json(explanation, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );
}

type ExplainQuery = Readonly<
  Partial<Record<'user' | 'entity' | 'id' | 'field' | 'action', string>>
>;

async function explain(
  kernel: Kernel,
  execution: Execution,
  { user, entity, id, field, action = 'read' }: ExplainQuery,
): Promise<Explanation> {
  const { principal } = execution;
  const userId = user ?? principal.userId ?? '';
  const isSelf = userId === principal.userId;
  if (!isSelf) requirePermission(kernel, principal, 'tessera.user.manage');
  if (!ACTION.test(action))
    throw errors.requestInvalid({ reason: `“${action}” is not the name of an action.` });
  const model = findModel(execution, entity);
  if (id !== undefined) await requireReadable(execution, model, id, { deleted: true });
  if (field !== undefined) requireKnownField(execution, model, field);
  return explainAccess(execution, {
    userId,
    entity: model.id,
    id,
    field,
    action,
    ...(isSelf ? { scopes: principal.scopes } : {}),
  });
}

/** A field that one may not see answers as one that is not there, but for those who see the whole of every role anyway. */
function requireKnownField(execution: Execution, model: EntityModel, field: string): void {
  const { assembly, principal } = execution;
  const found = model.fields.get(field);
  const isSeen =
    found &&
    (may(execution, 'tessera.user.manage') ||
      accessOf(assembly, principal, model).field(found) !== 'none');
  if (isSeen) return;
  throw errors.nameUnknown({ entity: model.options.label.en, what: 'field', name: field });
}
