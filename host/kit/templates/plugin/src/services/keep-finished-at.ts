import type { Context, RecordWrite } from '@tessera/sdk';

/**
 * Runs before every write of a task, whoever writes: the form, the API, an import. It answers the write as it should be, or nothing
 * when it is right already.
 */
export function keepFinishedAt(ctx: Context, write: RecordWrite): RecordWrite | undefined {
  const { status } = write.values;
  if (status === undefined || status === write.before?.['status']) return undefined;
  const finishedAt = status === 'finished' ? ctx.clock.now().toISOString() : null;
  return { ...write, values: { ...write.values, finishedAt } };
}
