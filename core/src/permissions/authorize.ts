import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { accessOf, nothing, reachesNothing, type Reach } from './access.ts';
import type { FieldAccess, RecordAction, Role } from './policy.ts';
import { letsPermissionThrough } from './token-scopes.ts';

export { reachesNothing, type Reach } from './access.ts';

/** The records of the entity that the action reaches: the union over the principal's roles. Who looks through another's eyes only reads. */
export function reach(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
): Reach {
  const { assembly, principal } = execution;
  if (principal.impersonator && action !== 'read') return nothing;
  return accessOf(assembly, principal, model).reach(action);
}

/** What the principal may do with a field: the most permissive of its roles; `none` for a field that is not there. */
export function fieldAccess(
  execution: Execution,
  model: EntityModel,
  fieldName: string,
): FieldAccess {
  const field = model.fields.get(fieldName);
  return field ? accessOf(execution.assembly, execution.principal, model).field(field) : 'none';
}

/** Whether the value may be seen, filtered, sorted, grouped and searched. */
export function isReadable(execution: Execution, model: EntityModel, field: FieldModel): boolean {
  const access = accessOf(execution.assembly, execution.principal, model).field(field);
  return access === 'read' || access === 'write';
}

/** Whether the principal has a permission that is not about an entity's records, for example `tessera.plugin.manage`. */
export function may(
  { principal, assembly }: Pick<Execution, 'assembly' | 'principal'>,
  permission: string,
): boolean {
  if (principal.unlimited) return true;
  return (
    letsPermissionThrough(principal.scopes, permission) &&
    principal.roles.some((role) => rolePermits(assembly, role, permission))
  );
}

/** Whether a role has a permission: by itself, or from the plugin that declares it, and not withheld. */
export function rolePermits(
  { permissions: declared }: Pick<Execution['assembly'], 'permissions'>,
  { key, permissions, withheld }: Role,
  permission: string,
): boolean {
  if (withheld?.includes(permission)) return false;
  return (
    permissions.includes('*') ||
    permissions.includes(permission) ||
    declared.some(({ name, roles }) => name === permission && roles?.includes(key))
  );
}

/**
 * Refuses an action that reaches no record at all.
 * @throws TesseraError `CORE_VIEW_ONLY` for whoever looks through another's eyes and does not read, `CORE_NOT_SIGNED_IN` when nobody acts, else
 * `CORE_NOT_PERMITTED`.
 */
export function requireAction(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
): void {
  const { impersonator, name } = execution.principal;
  if (impersonator && action !== 'read') throw errors.viewOnly({ user: name });
  if (!reachesNothing(reach(execution, model, action))) return;
  if (execution.principal.kind === 'anonymous') throw errors.notSignedIn();
  throw errors.notPermitted({ action, entity: model.options.plural.en.toLowerCase() });
}
