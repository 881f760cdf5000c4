import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { isUuid } from '../records/query-value.ts';
import { readTitles } from '../records/reference-titles.ts';

/** The title of a record, live or deleted, as whoever asks may read it; null when he may not. */
export async function explainedTitle(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<string | null> {
  if (!isUuid(id)) return null;
  const [found] = [
    ...(await readTitles(execution, model.id, [id])),
    ...(await readTitles(execution, model.id, [id], true)),
  ];
  return found?.title ?? null;
}
