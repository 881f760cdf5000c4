import type { AppMeta, EntityMeta } from '@tessera/core';
import { isExpanded, referenceId, titleOf } from './field-kind.ts';
import type { WireRecord } from './field-kind.ts';
import type { RecordClient } from '../record/record-client.ts';
import { seededTitle } from './seeded-title.ts';

/** A record as a picker lists it. */
export interface Pickable {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly entity: string;
}

/** Makes a value or a record fit to be listed; looks bare ids up among those known. */
export function pickableOf(
  value: unknown,
  known: readonly Pickable[],
  entity?: EntityMeta,
): Pickable | undefined {
  const id = referenceId(value);
  if (id === null) return undefined;
  if (entity) {
    const record = value as WireRecord;
    return {
      id,
      title: titleOf(entity, record),
      subtitle: subtitleOf(entity, record),
      entity: entity.id,
    };
  }
  if (isExpanded(value)) return { id, title: value.title, subtitle: '', entity: value.entity };
  return known.find((item) => item.id === id);
}

/** A record as it is listed, its title in the reader's language. */
export function pickableRecord(
  record: WireRecord,
  entity: EntityMeta,
  reader: { readonly meta: AppMeta; readonly locale: string },
): Pickable {
  const title = seededTitle(reader.meta, entity.id, titleOf(entity, record), reader.locale);
  return { id: record.id, title, subtitle: subtitleOf(entity, record), entity: entity.id };
}

/** Reads what a bare id points to; undefined when this person may not see it. */
export async function findPickable(
  client: RecordClient,
  id: string,
): Promise<Pickable | undefined> {
  try {
    return pickableOf(await client.get(id), [], client.entity);
  } catch {
    return undefined;
  }
}

/** The plain words among the subtitle fields. */
function subtitleOf(entity: EntityMeta, record: WireRecord): string {
  return entity.subtitle
    .flatMap((name) => {
      const field = entity.fields.find((candidate) => candidate.name === name);
      const value = record[name];
      if (isExpanded(value)) return value.title;
      const isWords = field && ['text', 'email', 'phone', 'url', 'autonumber'].includes(field.type);
      return isWords && typeof value === 'string' ? value : [];
    })
    .join(' · ');
}
