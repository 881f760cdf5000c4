import type { TesseraElement } from '@tessera/sdk/ui';
import { findField, isExpanded, targetOf, titleOf } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { RecordClient } from '../record/record-client.ts';
import type { AuditEntry } from './audit-api.ts';

type Changes = AuditEntry['changes'];
type Found = ReadonlyMap<string, string>;

/** The changes of an entry with references by title; one that cannot be read stays an id. */
export async function titledChanges(
  element: TesseraElement,
  { entity, changes }: AuditEntry,
): Promise<Changes> {
  const wanted = new Map<string, Set<string>>();
  eachReference(element, entity, changes, (target, id) => {
    wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
    return id;
  });
  const titles = new Map<string, Found>();
  for (const [target, ids] of wanted)
    titles.set(target, await readTitles(element, target, [...ids]));
  return eachReference(element, entity, changes, (target, id) => {
    const title = titles.get(target)?.get(id);
    return title === undefined ? id : { id, entity: target, title };
  });
}

async function readTitles(
  element: TesseraElement,
  target: string,
  ids: readonly string[],
): Promise<Found> {
  const entity = entityOf(element.meta, target);
  if (!entity?.actions.read) return new Map();
  try {
    const { records } = await new RecordClient(element.api, entity).list({
      filter: { id: { in: [...ids] } },
      fields: [entity.title],
      start: 0,
      end: ids.length,
    });
    return new Map(records.map((record) => [record.id, titleOf(entity, record)]));
  } catch {
    return new Map();
  }
}

function eachReference(
  element: TesseraElement,
  entity: string,
  changes: Changes,
  turn: (target: string, id: string) => unknown,
): Changes {
  const meta = entityOf(element.meta, entity);
  return Object.fromEntries(
    Object.entries(changes).map(([name, [before, after]]) => {
      const field = meta && findField(meta, name);
      const target = field && field.access !== 'mask' ? targetOf(field) : undefined;
      if (target === undefined) return [name, [before, after]];
      const one = (value: unknown): unknown =>
        typeof value === 'string' ? turn(target, value) : value;
      const side = (value: unknown): unknown =>
        Array.isArray(value) ? value.map(one).filter(isShown) : one(value);
      return [name, [side(before), side(after)]];
    }),
  );
}

/** A list shows what has a title. */
function isShown(value: unknown): boolean {
  return typeof value === 'string' || isExpanded(value);
}
