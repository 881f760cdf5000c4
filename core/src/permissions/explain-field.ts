import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { accessOf, hidesSource } from './access.ts';
import { grantingRole, type Subject } from './explain-roles.ts';
import type { FieldStep } from './explanation.ts';
import { fieldIn, grantLists } from './grant-list.ts';

/** Whether the field may be seen or written, and what each role says of it. */
export function explainField(
  { assembly, principal }: Execution,
  subject: Subject,
  model: EntityModel,
  name: string,
  action: string,
): { readonly isPermitted: boolean; readonly step: FieldStep } {
  const field = model.fields.get(name) as FieldModel;
  const access = accessOf(assembly, principal, model).field(field);
  const given = grantLists(assembly, principal.roles, model)
    .filter(({ isReplaced }) => !isReplaced)
    .map((list) => ({ role: grantingRole(subject, list), access: fieldIn(list, name) }));
  const isWrite = action === 'create' || action === 'update';
  const isClosed = isWrite && (field.readOnly === true || field.type === 'autonumber');
  const isPermitted = isWrite ? access === 'write' && !isClosed : access !== 'none';
  const isHidden =
    access === 'none' &&
    field.rollup !== undefined &&
    hidesSource(assembly, principal, model, field);
  return {
    isPermitted,
    step: {
      kind: 'field',
      outcome: isPermitted ? (access === 'mask' ? 'limits' : 'grants') : 'denies',
      field: name,
      access,
      reason: isClosed
        ? 'readOnly'
        : isHidden
          ? 'rollup'
          : given.length === 0
            ? 'noGrant'
            : 'roles',
      given,
    },
  };
}
