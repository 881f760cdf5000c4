import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { readRecord } from '../records/read.ts';
import { reach, reachesNothing } from './authorize.ts';

/** The title of a record, live or deleted, as whoever asks may read it; null when he may not. */
export async function explainedTitle(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<string | null> {
  if (reachesNothing(reach(execution, model, 'read'))) return null;
  const record =
    (await readRecord(execution, model, id)) ??
    (await readRecord(execution, model, id, { deleted: true }));
  const title = record && (record as unknown as Record<string, unknown>)[model.options.title];
  return typeof title === 'string' ? title : null;
}
