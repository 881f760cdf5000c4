import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { accessOf, type VisibleFields } from '../permissions/access.ts';
import { isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import type { QueryContext, Source } from './query-source.ts';
import { sensitiveFields } from './sensitive-views.ts';

/** The fields with these names, or all that may be shown. */
export function visibleFields(
  context: QueryContext,
  model: EntityModel,
  names?: readonly string[],
): VisibleFields {
  const { assembly, principal } = context.execution;
  const { visible } = accessOf(assembly, principal, model);
  if (!names) return visible;
  const fields = names.map((name) => {
    const field = visible.fields.find((one) => one.name === name);
    if (!field) throw errors.nameUnknown({ entity: model.options.label.en, what: 'field', name });
    return field;
  });
  return { fields: [...new Set(fields)], masked: visible.masked };
}

/** What a list shows that names no fields: all that may be shown, without the sensitive ones; undefined where there are none. */
export function usualFields({ context, model }: Pick<Source, 'context' | 'model'>) {
  if (context.execution.principal.unlimited || sensitiveFields(model).size === 0) return undefined;
  return visibleFields(context, model)
    .fields.filter((field) => !field.sensitive)
    .map((field) => field.name);
}

/** The field that names a record, when the principal may read it. */
export function readableTitle(execution: Execution, model: EntityModel): FieldModel | undefined {
  const title = model.fields.get(model.options.title);
  return title && (execution.principal.unlimited || isReadable(execution, model, title))
    ? title
    : undefined;
}
