import type { Path } from './trial.ts';
import { aggregate, groupBy, include, searchGlobal, searchGrouped } from './paths/expansions.ts';
import { history, timeline } from './paths/past.ts';
import {
  count,
  exported,
  get,
  list,
  pluginRecords,
  readableSql,
  relatedList,
  relationFilter,
  searchWithin,
  sort,
} from './paths/reads.ts';
import { bulk, conflict, create, remove, restore, transition, update } from './paths/writes.ts';

/** Every way to a record that core has. */
export const PATHS = [
  list,
  get,
  count,
  aggregate,
  groupBy,
  sort,
  relationFilter,
  include,
  relatedList,
  searchGlobal,
  searchGrouped,
  searchWithin,
  timeline,
  history,
  exported,
  pluginRecords,
  readableSql,
  conflict,
  create,
  update,
  transition,
  bulk,
  remove,
  restore,
] as unknown as readonly Path[];
