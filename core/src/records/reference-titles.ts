import type { EntityId } from '../entities/entity.ts';
import type { FieldModel } from '../entities/model.ts';
import { fieldAccess, reach, reachesNothing } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { isUuid } from './query-value.ts';
import { queryRecords } from './read.ts';
import { stateLabels } from './state-labels.ts';

/** A reference as `include=` shows it. */
export interface TitledReference {
  readonly id: string;
  readonly entity: EntityId;
  readonly title: string | null;
}

/** Collects references while an answer is being made, and then reads all their titles, one query for each entity. */
export interface ReferenceTitles {
  add(entity: EntityId, id: string): void;
  /** Told to whoever may read the field. */
  addState(field: FieldModel, id: string): void;
  read(): Promise<void>;
  /** Undefined for what is gone, or what the principal may not read. */
  find(entity: EntityId, id: string): TitledReference | undefined;
}

export function createReferenceTitles(execution: Execution): ReferenceTitles {
  const wanted = new Map<EntityId, Set<string>>();
  const states = new Map<FieldModel, Set<string>>();
  const found = new Map<string, TitledReference>();
  return {
    add: (entity, id) => collect(wanted, entity, id),
    addState: (field, id) => collect(states, field, id),
    async read() {
      for (const [field, ids] of states) {
        const entity = field.target as EntityId;
        for (const { id, label } of (await stateLabels(execution, [field], [...ids])).values()) {
          found.set(`${entity} ${id}`, { id, entity, title: label });
        }
      }
      for (const [entity, ids] of wanted) {
        for (const reference of await readTitles(execution, entity, [...ids])) {
          found.set(`${entity} ${reference.id}`, reference);
        }
      }
    },
    find: (entity, id) => found.get(`${entity} ${id}`),
  };
}

function collect<K>(sets: Map<K, Set<string>>, key: K, id: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(id));
}

/** What a value of the field points to; undefined where it points to nothing, as what is masked does. */
export function targetOfValue(
  field: FieldModel,
  value: unknown,
): { entity: EntityId; id: string } | undefined {
  if (field.type === 'anyRef' && value !== null && typeof value === 'object') {
    return value as { entity: EntityId; id: string };
  }
  if (field.target === undefined || !isUuid(value)) return undefined;
  return { entity: field.target, id: value };
}

/** The titles of records, live ones or those in the recycle bin, as far as the principal may read them. */
export async function readTitles(
  execution: Execution,
  entity: EntityId,
  ids: readonly string[],
  deleted = false,
): Promise<TitledReference[]> {
  const model = execution.assembly.models.get(entity);
  if (!model || reachesNothing(reach(execution, model, 'read'))) return [];
  const { title } = model.options;
  const access = fieldAccess(execution, model, title);
  if (access !== 'read' && access !== 'write') return [];
  const titles: TitledReference[] = [];
  for (let start = 0; start < ids.length; start += 1000) {
    const some = ids.slice(start, start + 1000);
    const page = await queryRecords(execution, model, {
      filter: { id: { in: some } },
      fields: [title],
      limit: some.length,
      count: 'none',
      deleted,
    });
    for (const record of page.records) {
      const text = record[title];
      titles.push({ id: record.id, entity, title: typeof text === 'string' ? text : null });
    }
  }
  return titles;
}
