import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import type { FieldModel } from '../entities/model.ts';
import { unknownField } from '../entities/problem.ts';
import { errors } from '../errors.ts';
import { fieldAccess } from '../permissions/authorize.ts';
import { entityName, fieldsThat, type Draft, type Write } from './write-draft.ts';
import { validatorOf } from './write-validators.ts';

/**
 * What the principal may write of an input. A field that it may not see is a problem, as one that is not there; a field
 * that it may only see, and one that the system fills, is left out in silence, so that an echo changes nothing.
 */
export function readInput(write: Write, draft: Draft, input: unknown): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    draft.error = errors.inputInvalid(
      { entity: entityName(write.model) },
      { problems: [{ pointer: '', detail: 'The values must be an object of fields.' }] },
    );
    return;
  }
  for (const [name, value] of Object.entries(input)) {
    const field = write.model.fields.get(name);
    if (value === undefined) continue;
    if (!field) draft.values[name] = value;
    else if (isWritable(write, draft, field)) draft.values[name] = asMoney(field, value, draft);
  }
  if (write.action === 'create') addDefaults(write, draft);
}

/** Checks and normalises the values; what is wrong with them becomes problems of the draft. */
export function validateInput(write: Write, draft: Draft): void {
  const validator = validatorOf(write);
  const { values, problems } =
    write.action === 'create' ? validator.create(draft.values) : validator.update(draft.values);
  draft.values = { ...values };
  draft.problems.push(...problems);
}

/** Leaves out the values that the record has already. */
export function dropUnchanged(write: Write, draft: Draft): void {
  if (!draft.before) return;
  for (const [name, value] of Object.entries(draft.values)) {
    const field = write.model.fields.get(name);
    if (field && isSame(field, draft.before.read(name), value)) delete draft.values[name];
  }
}

function isWritable(write: Write, draft: Draft, field: FieldModel): boolean {
  const access = fieldAccess(write.execution, write.model, field.name);
  if (access === 'none') {
    draft.problems.push(unknownField(field.name));
    return false;
  }
  if (access !== 'write') return false;
  const filledBySystem = field.readOnly === true || field.type === 'autonumber';
  return (
    !filledBySystem || (!field.system && (write.history || write.execution.principal.unlimited))
  );
}

function addDefaults(write: Write, draft: Draft): void {
  const fields = fieldsThat(
    write.model,
    'with a default',
    (field) => field.default !== undefined && field.type !== 'state',
  );
  for (const { name, default: value } of fields)
    if (!(name in draft.values)) draft.values[name] = value;
}

/** An amount alone is of the currency that the record has already. */
function asMoney(field: FieldModel, value: unknown, draft: Draft): unknown {
  if (field.type !== 'money' || (typeof value !== 'string' && typeof value !== 'number'))
    return value;
  const before = draft.before?.record[field.name] as { currency: string } | null | undefined;
  return before && value !== '' ? { amount: value, currency: before.currency } : value;
}

function isSame(field: FieldModel, before: unknown, value: unknown): boolean {
  if (before === null || before === undefined || value === null || value === undefined) {
    return (before ?? null) === (value ?? null);
  }
  switch (field.type) {
    case 'money': {
      const [one, other] = [before, value] as { amount: string; currency: string }[];
      return one!.currency === other!.currency && new Decimal(one!.amount).eq(other!.amount);
    }
    case 'decimal':
    case 'percent':
      return new Decimal(before as string).eq(value as string);
    case 'datetime':
      return Date.parse(before as string) === Date.parse(value as string);
    default:
      return isDeepStrictEqual(before, value);
  }
}
