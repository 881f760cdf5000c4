import { errors } from '../errors.ts';
import { isOwnRow } from '../permissions/own-row.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Parameters } from './sql-parameters.ts';
import { closeProblems, fieldsOf, type Draft, type Write } from './write-draft.ts';
import {
  checkReferences,
  referencesHold,
  referencesHoldOfRow,
  type Mention,
} from './write-references.ts';

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

/** What rows `r` of a statement that inserts must meet: the scope to create in and the references that are still open. */
export function admission(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
): readonly string[] {
  const { execution, model } = write;
  if (!admitsWithin(write)) return [];
  const isOwn = drafts.every(
    ({ after }) => after && isOwnRow(execution, model, 'create', after.row),
  );
  const inScope = isOwn ? [] : [compilePredicate(execution, model, 'create', 'r', parameters)];
  const hold = drafts.length === 1 ? referencesHold : referencesHoldOfRow;
  const references = hold(write, openIn(drafts), parameters);
  return [...inScope, ...references];
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
