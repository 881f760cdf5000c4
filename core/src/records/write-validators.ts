import type { EntityModel } from '../entities/model.ts';
import { createValidator, type RecordValidator } from '../entities/validator.ts';
import type { Write } from './write-draft.ts';

// What follows from a model; it goes when the assembly goes that the model belongs to.
const known = new WeakMap<EntityModel, Map<string, RecordValidator>>();

/** The validator of a write. It takes what the system fills too: a client's values of that are gone by then. */
export function validatorOf({ model, execution, history }: Write): RecordValidator {
  const { currency } = execution.assembly.settings;
  const key = `${currency} ${history}`;
  let validators = known.get(model);
  if (!validators) known.set(model, (validators = new Map()));
  let validator = validators.get(key);
  if (!validator)
    validators.set(key, (validator = createValidator(model, { currency, history, system: true })));
  return validator;
}
