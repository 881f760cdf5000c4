import type { EntityId } from '../entities/entity.ts';
import { fieldAccess, reach, reachesNothing } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { queryRecords } from '../records/read.ts';

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
      for (const [id, title] of await titlesOf(execution, entity, missing, deleted))
        titles.set(`${entity} ${id}`, title);
    }
  }
  return titles;
}

async function titlesOf(
  execution: Execution,
  entity: string,
  ids: readonly string[],
  deleted: boolean,
): Promise<readonly (readonly [string, string])[]> {
  const model = execution.assembly.models.get(entity as EntityId);
  if (!model || ids.length === 0 || reachesNothing(reach(execution, model, 'read'))) return [];
  const { title } = model.options;
  const access = fieldAccess(execution, model, title);
  if (access !== 'read' && access !== 'write') return [];
  const { records } = await queryRecords(execution, model, {
    filter: { id: { in: ids } },
    fields: [title],
    limit: ids.length,
    count: 'none',
    deleted,
  });
  return records.flatMap((record) => {
    const text = record[title];
    return typeof text === 'string' ? [[record.id, text] as const] : [];
  });
}
