import type { EntityModel, FieldModel } from '@tessera/core';

/** Ids of records that may be referred to, by entity. */
export type KnownRecords = ReadonlyMap<string, readonly string[]>;

/** Values that a person might enter for a new record; the number tells one record from another. */
export function believableValues(
  model: EntityModel,
  number: number,
  known: KnownRecords,
  isWhole: boolean,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const field of model.fields.values()) {
    if (!isEntered(field) || (!isWhole && !field.required)) continue;
    const value = believableValue(field, model, number, known);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

/** Whether a person enters it: not what the system writes, and not what points back at the same entity. */
function isEntered(field: FieldModel): boolean {
  if (field.system || field.readOnly) return false;
  return !['rollup', 'autonumber', 'state', 'file', 'team', 'json'].includes(field.type);
}

// oxlint-disable-next-line complexity -- one line for each type of field
function believableValue(
  field: FieldModel,
  model: EntityModel,
  number: number,
  known: KnownRecords,
): unknown {
  const recordOf = (entity: string): string | undefined => known.get(entity)?.[0];
  switch (field.type) {
    case 'text':
      return `${field.label.en} ${number}`.slice(-(field.maxLength ?? 80));
    case 'richText':
      return `<p>${field.label.en} ${number}</p>`;
    case 'email':
      return `person-${number}@example.com`;
    case 'phone':
      return `+1415555${String(1000 + number).slice(-4)}`;
    case 'url':
      return `https://example.com/${number}`;
    case 'integer':
    case 'duration':
      return within(field, number);
    case 'percent':
      return within(field, 50);
    case 'decimal':
      return String(within(field, number));
    case 'money':
      return { amount: `${within(field, 100 + number)}.00`, currency: 'USD' };
    case 'boolean':
      return number % 2 === 0;
    case 'date':
      return `2026-03-${String(10 + (number % 10)).padStart(2, '0')}`;
    case 'datetime':
      return `2026-03-${String(10 + (number % 10)).padStart(2, '0')}T09:30:00.000Z`;
    case 'choice':
      return activeOption(field);
    case 'choices':
      return [activeOption(field)].filter((key) => key !== undefined);
    case 'address':
      return { lines: ['1 Main Street'], city: 'Springfield', countryCode: 'US' };
    case 'ref': {
      const isSelf = field.target === model.id;
      return isSelf && !field.required ? undefined : recordOf(field.target ?? '');
    }
    case 'refs':
      return [recordOf(field.target ?? '')].filter((id) => id !== undefined);
    case 'anyRef': {
      const entity = (field.targets ?? [...known.keys()]).find((one) => recordOf(one));
      return entity ? { entity, id: recordOf(entity) } : undefined;
    }
    case 'user':
      return recordOf('tessera.user');
    default:
      return undefined;
  }
}

function within({ minimum, maximum }: FieldModel, wished: number): number {
  return Math.min(Math.max(wished, minimum ?? wished), maximum ?? wished);
}

function activeOption(field: FieldModel): string | undefined {
  return field.options?.find(({ active }) => active !== false)?.key;
}
