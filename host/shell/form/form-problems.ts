import type { EntityMeta } from '@tessera/core';
import { formGroups } from './form-groups.ts';
import { problemText, problemsByField } from '../record/record-problem.ts';

export interface FormProblems {
  /** What is wrong, by field of the form. */
  readonly byField: Readonly<Record<string, string>>;
  /** What is said above the form. */
  readonly whole: string;
}

/** What a refusal means to a form: said at the fields where it can be, above them where it cannot. */
export function formProblems(
  entity: EntityMeta,
  error: unknown,
  t: (key: string, values?: Readonly<Record<string, unknown>>) => string,
): FormProblems {
  const byField = problemsByField(error);
  const shown = new Set(formGroups(entity).flatMap(({ fields }) => fields.map(({ name }) => name)));
  const names = Object.keys(byField);
  const isAllShown = names.length > 0 && names.every((name) => shown.has(name));
  return {
    byField,
    whole: isAllShown ? t('form.invalid', { count: names.length }) : problemText(error, t),
  };
}
