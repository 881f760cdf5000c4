import type { ErrorObject } from 'ajv';
import type { Problem } from '../tessera-error.ts';
import type { EntityModel, FieldModel } from './model.ts';

/** Choices that a sentence lists at most. */
const MOST_CHOICES = 12;

/** A problem with a field, or with a part of it; `wrong` ends the sentence that the label begins. */
export function fieldProblem(field: FieldModel, wrong: string, part?: string): Problem {
  return {
    pointer: pointerTo(field.name, ...(part === undefined ? [] : [part])),
    detail: `${field.label.en} ${wrong}.`,
  };
}

/** A problem with a name that the entity does not have. One that may not be read answers the same. */
export function unknownField(name: string): Problem {
  return { pointer: pointerTo(name), detail: `There is no field “${name}”.` };
}

/** What a person understands of an error of the schema. */
export function schemaProblem(model: EntityModel, error: ErrorObject): Problem | undefined {
  const missing =
    error.keyword === 'required' ? `/${error.params['missingProperty'] as string}` : '';
  const pointer = `${error.instancePath}${missing}`;
  const [name = '', ...parts] = pointer.split('/').slice(1);
  const field = model.fields.get(name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (!field) return undefined;
  const of = parts.length ? `${field.label.en}: ${parts.join(' ')}` : field.label.en;
  return { pointer, detail: `${of} ${sentenceEnd(field, error)}.` };
}

function sentenceEnd(field: FieldModel, { keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'enum':
      return `must be one of ${listOf((params['allowedValues'] as unknown[]).filter((value) => value !== null))}`;
    case 'maxLength':
      return `can have ${params['limit']} characters at most`;
    case 'minLength':
      return 'is required';
    case 'maxItems':
      return `can have ${params['limit']} values at most`;
    case 'minimum':
      return `must be ${params['limit']} or more`;
    case 'maximum':
      return `must be ${params['limit']} or less`;
    case 'additionalProperties':
      return `has no part “${params['additionalProperty']}”`;
    case 'format':
      return formats[params['format'] as string] ?? 'is not valid';
    case 'type':
      return field.required && String(params['type']) === 'null'
        ? 'is required'
        : `must be ${typeName(params['type'])}`;
    default:
      return 'is not valid';
  }
}

const formats: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  uuid: 'must be the id of a record',
  date: 'must be a day such as 2026-11-28',
  'date-time': 'must be a moment such as 2026-11-28T09:30:00Z',
  uri: 'must be a web address',
};

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function typeName(type: unknown): string {
  const first = (Array.isArray(type) ? type : String(type).split(',')).find(
    (name) => name !== 'null',
  ) as string;
  return typeNames[first] ?? first;
}

function listOf(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST_CHOICES).join(', ');
  return values.length > MOST_CHOICES ? `${shown} and ${values.length - MOST_CHOICES} more` : shown;
}

/** JSON pointer to a value below the names. */
export function pointerTo(...parts: readonly string[]): string {
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
