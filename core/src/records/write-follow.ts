import { feedsSharing, shareWritten } from '../sharing/follow-writes.ts';
import { feedsRollups, refreshRollups } from './rollup.ts';
import { announceWritten } from './write-batch.ts';
import type { Draft, Write } from './write-draft.ts';
import { callWriting, isWritingTapped } from './write-hooks.ts';

/** Whether more than the one statement follows from the drafts, so that they need a transaction. */
export function isFollowed(write: Write, drafts: readonly Draft[]): boolean {
  const { execution, model } = write;
  return (
    feedsRollups(execution, model, drafts) ||
    feedsSharing(execution, model, drafts) ||
    drafts.some((draft) => isWritingTapped(write, draft))
  );
}

/** What follows from written records: plugins write along, listeners are told, roll-ups and shares are brought up to date. */
export async function followWrite(write: Write, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  await callWriting(write, drafts);
  announceWritten(write, drafts);
  await refreshRollups(write.execution, write.model, drafts);
  await shareWritten(write.execution, write.model, drafts);
}
