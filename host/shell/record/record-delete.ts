import type { TesseraElement, toast } from '@tessera/sdk/ui';
import { problemText } from './record-problem.ts';
import type { RecordClient } from './record-client.ts';

export interface Deletion {
  readonly client: RecordClient;
  readonly ids: readonly string[];
  readonly element: TesseraElement;
  readonly toast: typeof toast;
  /** Called after the records went, and again, with true, after they came back. */
  readonly changed: (isBack: boolean) => unknown;
}

/** Deletes and offers to take it back: nobody is asked first. What could not be deleted is told. Answers how many went. */
export async function deleteWithUndo(deletion: Deletion): Promise<number> {
  const { client, ids, element, toast, changed } = deletion;
  const t = (key: string, values?: Readonly<Record<string, unknown>>) => element.t(key, values);
  let gone: readonly string[] = [];
  try {
    const outcomes = await client.deleteMany(ids);
    gone = ids.filter((_, at) => outcomes[at]?.status === 'deleted');
    const failed = outcomes.find((outcome) => outcome.status === 'failed');
    const count = ids.length - gone.length;
    if (failed?.status === 'failed') {
      toast({ text: t('delete.failed', { count, reason: failed.detail }), tone: 'error' });
    }
    if (gone.length > 0) {
      const undo = (): Promise<void> => restore(deletion, gone);
      toast({ text: t('delete.done', { count: gone.length }), undo });
    }
  } catch (error) {
    toast({ text: problemText(error, t), tone: 'error' });
  }
  await changed(false);
  return gone.length;
}

async function restore(
  { client, element, toast, changed }: Deletion,
  ids: readonly string[],
): Promise<void> {
  try {
    await client.restoreMany(ids);
    await changed(true);
  } catch (error) {
    toast({ text: problemText(error, (key, values) => element.t(key, values)), tone: 'error' });
  }
}
