import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import { sqlState } from './connection-error.ts';
import { entityName } from './write-draft.ts';

interface DatabaseError {
  readonly detail?: string;
  readonly column?: string;
  readonly message: string;
}

/** The error that one record's write fails with; undefined when the fault is not the record's. */
export function toFailure(model: EntityModel, error: unknown): TesseraError | undefined {
  if (error instanceof TesseraError) return error;
  const state = sqlState(error);
  const { detail = '', column } = error as DatabaseError;
  if (state === '23505') return taken(model, fieldsIn(model, detail), error);
  if (state === '23503') {
    const [field] = fieldsIn(model, detail);
    return invalid(model, field, 'There is no record with this id.', error);
  }
  // Class 22 is a value that its column cannot hold, class 23 a rule of the table.
  if (state?.startsWith('22') || state?.startsWith('23')) {
    return invalid(model, column && fieldOf(model, column), 'The value does not fit.', error);
  }
  return undefined;
}

function taken(model: EntityModel, fields: readonly string[], cause: unknown): TesseraError {
  const labels = fields.map((name) => model.fields.get(name)?.label.en ?? name).join(', ');
  const entity = entityName(model);
  const error = errors.valueTaken({ entity, fields: labels });
  return errors.valueTaken(
    { entity, fields: labels },
    { problems: fields.map((name) => ({ pointer: `/${name}`, detail: error.message })), cause },
  );
}

function invalid(
  model: EntityModel,
  field: string | undefined,
  detail: string,
  cause: unknown,
): TesseraError {
  const pointer = field ? `/${field}` : '';
  return errors.inputInvalid(
    { entity: entityName(model) },
    { problems: [{ pointer, detail }], cause },
  );
}

/** PostgreSQL says `Key (name, team_id)=(…) already exists.`; the values are nobody's business. */
function fieldsIn(model: EntityModel, detail: string): string[] {
  const [, columns = ''] = /^Key \((.*?)\)=\(/.exec(detail) ?? [];
  const names = columns
    .split(',')
    .flatMap((part) => fieldOf(model, part.replaceAll(/["\s]/g, '')) ?? []);
  return [...new Set(names)];
}

function fieldOf(model: EntityModel, column: string): string | undefined {
  return [...model.fields.values()].find((field) => Object.values(field.columns).includes(column))
    ?.name;
}
