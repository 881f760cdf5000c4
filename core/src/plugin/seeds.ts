import type { EntityId } from '../entities/entity.ts';
import type { Filter } from '../records/filter.ts';
import type { RecordsOf } from '../records/records.ts';
import type { Plugin } from './plugin.ts';

interface Reference {
  readonly $ref: { readonly entity: EntityId; readonly field: string; readonly value: string };
}

/** Makes the records that a plugin brings, where no record has the same key. */
export async function applySeeds(plugin: Plugin, records: RecordsOf): Promise<void> {
  for (const seed of plugin.seeds ?? []) {
    for (const row of seed.rows) {
      const values = await resolveReferences(row, records);
      const filter = Object.fromEntries(seed.key.map((name) => [name, values[name]])) as Filter;
      if ((await records(seed.entity).count(filter)) === 0) await records(seed.entity).create(values);
    }
  }
}

async function resolveReferences(
  row: Readonly<Record<string, unknown>>,
  records: RecordsOf,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    values[name] = isReference(value) ? await lookUp(value, records) : value;
  }
  return values;
}

async function lookUp({ $ref }: Reference, records: RecordsOf): Promise<string> {
  const page = await records($ref.entity).query({ filter: { [$ref.field]: $ref.value } as Filter, limit: 1 });
  const [found] = page.records;
  if (!found) throw new Error(`a seed refers to ${$ref.entity} ${$ref.field}=${$ref.value}, which is not there`);
  return found.id;
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && '$ref' in value;
}
