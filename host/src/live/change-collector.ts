import type { Change, EntityId } from '@tessera/core';

/** Ids that are looked at one by one; with more, only the entity is told. */
const MOST_IDS = 500;

/** Changes of one entity, collected over a moment. */
export interface EntityChanges {
  readonly entity: EntityId;
  readonly live: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
  /** Some records may have left somebody's sight, or there were too many to say. */
  readonly isVague: boolean;
}

interface Collected {
  readonly entity: EntityId;
  readonly live: Set<string>;
  readonly deleted: Set<string>;
  isVague: boolean;
}

/** What decides who sees a record besides the record's own values. */
const RIGHTS_FIELDS = ['owner', 'team'];

/** Collects changes until they are taken. */
export interface ChangeCollector {
  add(changes: readonly Pick<Change, 'entity' | 'id' | 'action' | 'changed'>[]): void;
  take(): readonly EntityChanges[];
}

export function createChangeCollector(): ChangeCollector {
  let entities = new Map<EntityId, Collected>();
  return {
    add(changes) {
      for (const { entity, id, action, changed } of changes) {
        const collected = entities.get(entity) ?? {
          entity,
          live: new Set(),
          deleted: new Set(),
          isVague: false,
        };
        entities.set(entity, collected);
        if (
          id === '' ||
          RIGHTS_FIELDS.some((field) => action === 'updated' && changed.includes(field))
        )
          collected.isVague = true;
        if (id === '' || collected.live.size + collected.deleted.size >= MOST_IDS) {
          collected.isVague = true;
          continue;
        }
        collected[action === 'deleted' ? 'deleted' : 'live'].add(id);
        collected[action === 'deleted' ? 'live' : 'deleted'].delete(id);
      }
    },
    take() {
      const taken = [...entities.values()];
      entities = new Map();
      return taken;
    },
  };
}
