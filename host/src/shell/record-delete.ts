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

/** Deletes and offers to take it back: nobody is asked first. What could not be deleted is told. */
export async function deleteWithUndo({
  client,
  ids,
  element,
  toast,
  changed,
}: Deletion): Promise<void> {
  const t = (key: string, values?: Readonly<Record<string, unknown>>) => element.t(key, values);
  try {
    const outcomes = await client.deleteMany(ids);
    const gone = ids.filter((_, at) => outcomes[at]?.status === 'deleted');
    const failed = outcomes.find((outcome) => outcome.status === 'failed');
    if (failed?.status === 'failed')
      toast({
        text: t('delete.failed', { count: ids.length - gone.length, reason: failed.detail }),
        tone: 'error',
      });
    if (gone.length > 0) {
      const text = t('delete.done', { count: gone.length });
      toast({
        text,
        undo: async () => {
          await client.restoreMany(gone);
          await changed(true);
        },
      });
    }
  } catch (error) {
    toast({ text: problemText(error, t), tone: 'error' });
  }
  await changed();
}
