import { refuseSuppressed } from '../privacy/suppression-check.ts';
import { createdFields } from './audit.ts';
import { eachAtMoment } from './moments.ts';
import { convertMoney } from './money.ts';
import { enterStates } from './stage-history.ts';
import { admitsWithin } from './write-admission.ts';
import { closeProblems, live, store, valueColumns, type Draft, type Write } from './write-draft.ts';
import { callGuards, callValidating } from './write-hooks.ts';
import { dropUnchanged, readInput, validateInput } from './write-input.ts';
import { assignOwners, checkCreateScope } from './write-owner.ts';
import { canAskWithin, checkReferences, mentionsIn, type Mention } from './write-references.ts';
import { beginStates, loadStates, resolveStates } from './write-states.ts';

/**
 * Everything between what was sent and what is written: permissions by field, plugins' values, checks, states, references,
 * owners, money, guards. A draft that fails carries its error; the others have their record as it will be.
 */
export async function prepareDrafts(
  write: Write,
  drafts: readonly Draft[],
  inputs: ReadonlyMap<Draft, unknown>,
  initialRow: (write: Write, draft: Draft) => Record<string, unknown>,
): Promise<void> {
  for (const draft of live(drafts)) readInput(write, draft, inputs.get(draft));
  await callValidating(write, readyToFill(drafts));
  const states = await loadStates(write, readyToFill(drafts));
  for (const draft of readyToFill(drafts)) {
    if (write.action === 'create') beginStates(draft, states);
    validateInput(write, draft);
    resolveStates(draft, states);
    dropUnchanged(write, draft);
  }
  const mentions = mentionsIn(write, readyToFill(drafts));
  if (!leaveOpen(write, drafts, mentions)) await checkReferences(write, mentions);
  await refuseSuppressed(write, live(drafts));
  await assignOwners(write, live(drafts));
  await eachAtMoment(write, live(drafts), convertMoney);
  // What is not written is not asked for along the way, and its sender is to learn of every problem.
  const refused = readyToFill(drafts).filter(({ problems }) => problems.length > 0);
  await checkReferences(
    write,
    refused.flatMap(({ openReferences }) => openReferences),
  );
  closeProblems(write, drafts);
  await eachAtMoment(write, live(drafts), (own, some) => {
    for (const draft of some) {
      enterStates(own, draft);
      complete(own, draft, initialRow(own, draft));
    }
  });
  if (write.action === 'create' && !admitsWithin(write))
    await checkCreateScope(write, live(drafts));
  await callGuards(
    write,
    live(drafts).filter((draft) => draft.changed.length > 0 || write.action === 'create'),
  );
}

/** Of a record that is made alone the statement that writes it asks for the references; of many they are looked up together. */
function leaveOpen(write: Write, drafts: readonly Draft[], mentions: readonly Mention[]): boolean {
  const [draft, another] = drafts;
  if (!draft || another || !admitsWithin(write) || !canAskWithin(write, mentions)) return false;
  draft.openReferences = mentions;
  return true;
}

/** Problems are gathered to the end, so that the sender learns of all at once. */
function readyToFill(drafts: readonly Draft[]): Draft[] {
  return drafts.filter((draft) => !draft.error);
}

function complete(write: Write, draft: Draft, row: Record<string, unknown>): void {
  draft.after = store(write, Object.assign(row, valueColumns(write, draft)));
  draft.changed = draft.before ? Object.keys(draft.values) : createdFields(write, draft);
}
