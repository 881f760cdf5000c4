import type { FieldType } from '../entities/field.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import { fieldAccess } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import type { FieldMeta } from './app-meta.ts';

/** Values without an order that means anything to a person. */
const UNSORTED: ReadonlySet<FieldType> = new Set([
  'richText',
  'json',
  'address',
  'choices',
  'refs',
  'anyRef',
  'file',
]);
const UNFILTERED: ReadonlySet<FieldType> = new Set(['json', 'address', 'file']);

/** The fields of an entity that the principal may see, in the order of the model. */
export function fieldMetas(execution: Execution, model: EntityModel): FieldMeta[] {
  return [...model.fields.values()].flatMap((field) => {
    const access = fieldAccess(execution, model, field.name);
    return access === 'none' ? [] : [toMeta(field, access, execution.assembly.models)];
  });
}

function toMeta(field: FieldModel, access: FieldMeta['access'], models: EntityModels): FieldMeta {
  const valueType = field.type === 'rollup' ? rollupType(field, models) : undefined;
  const { help, maxLength, minimum, maximum, scale, ungrouped, options, target, targets, within } =
    field;
  const sensitive = field.sensitive || undefined;
  const given = {
    help,
    maxLength,
    minimum,
    maximum,
    scale,
    ungrouped,
    options,
    target,
    targets,
    within,
    valueType,
    sensitive,
  };
  return {
    name: field.name,
    type: field.type,
    label: field.label,
    plugin: field.plugin,
    system: field.system,
    access,
    required: field.required ?? false,
    readOnly: isReadOnly(field),
    sortable: access !== 'mask' && !UNSORTED.has(field.type),
    filterable: access !== 'mask' && !UNFILTERED.has(field.type),
    unique: field.unique ?? false,
    multiline: field.multiline ?? false,
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<typeof given> as object),
  };
}

/** Owner and team are system fields that a person sets. */
function isReadOnly(field: FieldModel): boolean {
  if (field.type === 'rollup' || field.type === 'autonumber') return true;
  return field.readOnly ?? (field.system && field.name !== 'owner' && field.name !== 'team');
}

function rollupType(field: FieldModel, models: EntityModels): NonNullable<FieldMeta['valueType']> {
  const { rollup } = field;
  if (!rollup || rollup.function === 'count' || rollup.field === undefined) return 'integer';
  const type = models.get(rollup.entity)?.fields.get(rollup.field)?.type;
  if (type === 'money' || type === 'date' || type === 'datetime') return type;
  const whole = type === 'integer' || type === 'duration';
  return whole && rollup.function !== 'avg' ? 'integer' : 'decimal';
}
