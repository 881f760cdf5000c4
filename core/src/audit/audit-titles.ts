import type { EntityId } from '../entities/entity.ts';
import type { Execution } from '../plugin/execution.ts';
import { readTitles } from '../records/reference-titles.ts';

/** What the records of a page of the audit are called now, those in the recycle bin too, by `<entity> <id>`. */
export async function readAuditTitles(
  execution: Execution,
  rows: readonly { readonly entity: string; readonly record_id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  for (const [entity, group] of Map.groupBy(rows, (row) => row.entity)) {
    const ids = [...new Set(group.map((row) => row.record_id))];
    for (const deleted of [false, true]) {
      const missing = ids.filter((id) => !titles.has(`${entity} ${id}`));
      for (const { id, title } of await readTitles(execution, entity as EntityId, missing, deleted))
        if (title !== null) titles.set(`${entity} ${id}`, title);
    }
  }
  return titles;
}
