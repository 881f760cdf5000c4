import { errors } from '../errors.ts';
import { reach } from '../permissions/authorize.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import { allOf, type Parameters } from './sql-parameters.ts';
import { closeProblems, fieldsOf, type Draft, type Write } from './write-draft.ts';
import { checkReferences, referencesHold, type Mention } from './write-references.ts';

/**
 * Whether the statement that inserts new records also asks whether they may be made; else it is asked before. A guard is
 * called only for what may be made, and a number is taken only for that.
 */
export function admitsWithin({ action, model, execution }: Write): boolean {
  return (
    action === 'create' &&
    !execution.assembly.hooks.isTapped(`${model.id}.creating`) &&
    fieldsOf(model, 'autonumber').length === 0
  );
}

/** What rows `r` of a statement that inserts must meet: the scope to create in and, of a record that comes alone, its references. */
export function admission(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
): string | undefined {
  const { execution, model } = write;
  if (!admitsWithin(write)) return undefined;
  const inScope = reach(execution, model, 'create').all
    ? []
    : [compilePredicate(execution, model, 'create', 'r', parameters)];
  const references = referencesHold(write, openIn(drafts), parameters);
  const conditions = [...inScope, ...references];
  return conditions.length === 0 ? undefined : allOf(conditions);
}

/** Says of records that the statement has not admitted what is wrong with them. */
export async function refuseOutside(write: Write, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  await checkReferences(write, openIn(drafts));
  closeProblems(write, drafts);
  for (const draft of drafts)
    draft.error ??= errors.notPermitted({ action: 'create', entity: 'such a record' });
}

function openIn(drafts: readonly Draft[]): Mention[] {
  return drafts.flatMap(({ openReferences }) => openReferences);
}
