import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { accessOf, reachesNothing, type Reach } from './access.ts';
import type { FieldAccess, RecordAction } from './policy.ts';

export { reachesNothing, type Reach } from './access.ts';

/** The records of the entity that the action reaches: the union over the principal's roles. */
export function reach(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
): Reach {
  return accessOf(execution.assembly, execution.principal, model).reach(action);
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
  return principal.roles.some(
    (role) =>
      role.permissions.includes('*') ||
      role.permissions.includes(permission) ||
      assembly.permissions.some(
        (declared) => declared.name === permission && declared.roles?.includes(role.key),
      ),
  );
}

/**
 * Refuses an action that reaches no record at all.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` when nobody acts, else `CORE_NOT_PERMITTED`.
 */
export function requireAction(
  execution: Execution,
  model: EntityModel,
  action: RecordAction | (string & {}),
): void {
  if (!reachesNothing(reach(execution, model, action))) return;
  if (execution.principal.kind === 'anonymous') throw errors.notSignedIn();
  throw errors.notPermitted({ action, entity: model.options.plural.en.toLowerCase() });
}
