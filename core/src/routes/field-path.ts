import type { FieldType } from '../entities/field.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';

/**
 * The type of the value at a path such as `account.industry` or `amount.currency`; undefined for a path that leads
 * nowhere. It knows nothing of permissions: what it answers may decide how a text is read, never whether it is refused.
 */
export function valueTypeAt(
  models: EntityModels,
  model: EntityModel,
  path: string,
): FieldType | undefined {
  const [first = '', ...rest] = path.split('.');
  const relation = model.relations.get(first);
  if (relation) {
    const target = models.get(relation.entity);
    return target && rest.length > 0 ? valueTypeAt(models, target, rest.join('.')) : undefined;
  }
  const field = model.fields.get(first);
  if (!field) return undefined;
  if (rest.length === 0) return valueType(field);
  if (field.type === 'money') return rest[0] === 'currency' ? 'text' : 'decimal';
  const target = field.target === undefined ? undefined : models.get(field.target);
  return target && valueTypeAt(models, target, rest.join('.'));
}

function valueType(field: FieldModel): FieldType {
  if (field.type !== 'rollup') return field.type;
  return field.rollup?.function === 'count' ? 'integer' : 'decimal';
}
