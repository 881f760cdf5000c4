import type { EntityMeta, FieldMeta } from '@tessera/core';
import type { FieldMapping } from './import-plan.ts';

/** What headers were taken for. */
export interface HeaderMatch {
  readonly mapping: Readonly<Record<string, FieldMapping>>;
  /** Headers that fit no field. */
  readonly unmatched: readonly string[];
}

/**
 * Matches headers to the fields of an entity that may be written, by name and by label in each language, without regard to case,
 * spaces and signs. A field is taken once.
 */
export function matchHeaders(
  headers: readonly string[],
  entity: Pick<EntityMeta, 'fields'>,
): HeaderMatch {
  const fields = new Map<string, FieldMeta>();
  const writable = entity.fields.filter((field) => field.access === 'write' && !field.readOnly);
  for (const field of writable) {
    for (const name of namesOf(field)) if (!fields.has(name)) fields.set(name, field);
  }
  const mapping: Record<string, FieldMapping> = {};
  const unmatched: string[] = [];
  for (const header of headers) {
    const field = fields.get(normalize(header));
    if (!field || Object.hasOwn(mapping, field.name)) unmatched.push(header);
    else mapping[field.name] = { column: header };
  }
  return { mapping, unmatched };
}

function namesOf({ name, label }: FieldMeta): string[] {
  const own = name.replace(/^[a-z0-9-]+_/, '');
  return [name, own, label.en, label['zh-CN'] ?? ''].map(normalize).filter((text) => text !== '');
}

function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
