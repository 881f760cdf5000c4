import type { Change } from '@tessera/core';
import { createChangeCollector, type EntityChanges } from './change-collector.ts';

/** More are forgotten, the oldest first. */
const MOST_CHANGES = 5000;

interface Remembered {
  readonly at: number;
  readonly change: Pick<Change, 'entity' | 'id' | 'action' | 'changed'>;
}

/** What changed lately: for streams that begin later than what their page shows was read. */
export interface RecentChanges {
  add(changes: readonly Change[]): void;
  /** Changes of the last `milliseconds`; undefined when more happened since than is remembered. */
  since(milliseconds: number): readonly EntityChanges[] | undefined;
}

/** `now` tells milliseconds that only go forward. */
export function rememberChanges(now: () => number = () => performance.now()): RecentChanges {
  let remembered: Remembered[] = [];
  let knownFrom = now();
  return {
    add(changes) {
      const at = now();
      for (const { entity, id, action, changed } of changes)
        remembered.push({ at, change: { entity, id, action, changed } });
      if (remembered.length <= MOST_CHANGES) return;
      // Half at once: not every change pays for the moving.
      const kept = remembered.slice(-MOST_CHANGES / 2);
      knownFrom = remembered.at(-kept.length - 1)?.at ?? knownFrom;
      remembered = kept;
    },
    since(milliseconds) {
      const from = now() - milliseconds;
      if (from <= knownFrom) return undefined;
      const collector = createChangeCollector();
      collector.add(remembered.filter(({ at }) => at >= from).map(({ change }) => change));
      return collector.take();
    },
  };
}
