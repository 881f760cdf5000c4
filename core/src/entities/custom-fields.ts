import { errors } from '../errors.ts';
import type { Sql } from '../records/database.ts';
import type { EntityId } from './entity.ts';
import { definitionValueFindings, optionFindings } from './custom-field-values.ts';
import type { FieldDefinition, FieldType } from './field.ts';
import type { EntityModels } from './model.ts';
import { fieldNameFindings } from './naming.ts';
import { isStorable } from './normalize-text.ts';

/** A field that an administrator added. `name` has no prefix: `region` becomes the field `x_region`. */
export interface CustomField {
  readonly entity: EntityId;
  readonly name: string;
  readonly definition: FieldDefinition;
}

/** Types that need a plugin behind them, or a column of their own kind. */
const refusedTypes: ReadonlySet<FieldType> = new Set(['state', 'rollup', 'autonumber', 'refs']);
const knownTypes: ReadonlySet<string> = new Set<FieldType>([
  'text',
  'richText',
  'integer',
  'decimal',
  'money',
  'percent',
  'boolean',
  'date',
  'datetime',
  'duration',
  'choice',
  'choices',
  'email',
  'phone',
  'url',
  'address',
  'json',
  'file',
  'ref',
  'anyRef',
  'user',
  'team',
]);

/** The custom fields that are in use. */
export async function readCustomFields(sql: Sql): Promise<CustomField[]> {
  return sql.query<CustomField>(
    'select entity, name, definition from tessera.custom_field where removed_at is null order by created_at, entity, name',
  );
}

/**
 * Writes a custom field down; the next assembly has it, once its column is made.
 * A field that was removed comes back with its data when it has the same type.
 * @throws TesseraError `CORE_REQUEST_INVALID` when the name or the definition cannot be used, `CORE_VALUE_TAKEN` when it is there.
 */
export async function addCustomField(
  sql: Sql,
  models: EntityModels,
  field: CustomField,
): Promise<CustomField> {
  const made = {
    ...field,
    name: bareName(field.name),
    definition: plainDefinition(field.definition),
  };
  const reasons = customFieldFindings(models, made);
  if (reasons.length) throw errors.requestInvalid({ reason: `${reasons.join('; ')}.` });
  const [written] = await sql.query(
    `insert into tessera.custom_field as f (entity, name, definition) values ($1, $2, $3)
     on conflict (entity, name) do update set definition = excluded.definition, removed_at = null
     where f.removed_at is not null and f.definition -> 'type' = excluded.definition -> 'type'
       and coalesce(f.definition -> 'scale', '4') = coalesce(excluded.definition -> 'scale', '4')
     returning name`,
    [made.entity, made.name, JSON.stringify(made.definition)],
  );
  if (!written) throw errors.valueTaken({ entity: 'custom field', fields: `x_${made.name}` });
  return made;
}

/**
 * Hides a custom field; its column and data stay.
 * @throws TesseraError `CORE_NAME_UNKNOWN` when there is none.
 */
export async function removeCustomField(sql: Sql, entity: EntityId, name: string): Promise<void> {
  const [removed] = !isStorable(`${entity}${name}`)
    ? []
    : await sql.query(
        'update tessera.custom_field set removed_at = now() where entity = $1 and name = $2 and removed_at is null returning name',
        [entity, bareName(name)],
      );
  if (!removed) throw errors.nameUnknown({ entity, what: 'custom field', name });
}

/** What is wrong with a custom field; `name` has no prefix. */
export function customFieldFindings(
  models: EntityModels,
  { entity, name, definition }: CustomField,
): string[] {
  const model = models.get(entity);
  if (!model) return [`there is no entity ${entity}`];
  const reasons = fieldNameFindings(name, `x_${name}`, model.owned);
  if (refusedTypes.has(definition.type))
    reasons.push(`a custom field cannot be of the type ${definition.type}`);
  else if (!knownTypes.has(definition.type))
    reasons.push(`there is no field type ${String(definition.type)}`);
  if (definition.required)
    reasons.push('a custom field cannot be required: old records do not have it');
  if (definition.type === 'ref' && !models.has(definition.target as EntityId))
    reasons.push(`there is no entity ${definition.target ?? '(none)'} to refer to`);
  if (definition.type === 'choice' || definition.type === 'choices')
    reasons.push(...optionFindings(definition));
  if (
    definition.scale !== undefined &&
    !(Number.isInteger(definition.scale) && definition.scale >= 0 && definition.scale <= 10)
  )
    reasons.push('a decimal has 0 to 10 digits after the point');
  return [...reasons, ...definitionValueFindings(models, definition)];
}

/** What of a definition an administrator decides; the rest needs a plugin. */
function plainDefinition(definition: FieldDefinition): FieldDefinition {
  const { type, label, help, required, unique, indexed, searchable, personal, sensitive, options } =
    definition;
  const {
    maxLength = defaultLengths[type],
    minimum,
    maximum,
    scale,
    multiline,
    targets,
  } = definition;
  const target = fixedTargets[type] ?? definition.target;
  const onDelete = type === 'ref' ? 'restrict' : undefined;
  const flags = { required, unique, indexed, searchable, personal, sensitive };
  const bounds = { maxLength, minimum, maximum, scale, multiline, options };
  const given = { type, label, help, ...flags, ...bounds, target, targets, onDelete };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as never;
}

const fixedTargets: Readonly<Partial<Record<FieldType, EntityId>>> = {
  user: 'tessera.user',
  team: 'tessera.team',
};
const defaultLengths: Readonly<Partial<Record<FieldType, number>>> = {
  text: 20_000,
  richText: 200_000,
  email: 254,
  phone: 40,
  url: 2000,
};

function bareName(name: string): string {
  return name.startsWith('x_') ? name.slice(2) : name;
}
