import {
  boolean,
  choice,
  date,
  defineEntity,
  definePlugin,
  email,
  integer,
  money,
  ref,
  text,
  url,
} from '@tessera/sdk';
import { foldAssembly, type FoldInput } from '../../../core/src/plugin/fold.ts';
import { median } from './table.ts';

/** What folds of many entities took, in milliseconds of CPU; nothing else runs in a fold, so it is also what it blocks. */
export interface FoldTimes {
  readonly entities: number;
  readonly first: number;
  readonly later: number;
}

const ENTITIES = 150;
const FOLDS = 10;

const plugin = definePlugin({
  entities: Array.from({ length: ENTITIES }, (_, index) => entityOf(index)),
});
const manifest = {
  id: 'many',
  name: '@example/many',
  version: '1.0.0',
  requires: {},
  optional: {},
};
const installed = { manifest, plugin };
// A fold looks at values alone: it touches neither the database nor what else runs.
const input = {
  number: 1,
  settings: { currency: 'EUR', timeZone: 'UTC', locale: 'en' },
  instances: new Map([['many', { manifest, installed, config: {} }]]),
  customFields: [],
} as unknown as FoldInput;

const times = Array.from({ length: FOLDS }, timeOfFold);
const [first = 0, ...later] = times;
process.send?.({ entities: ENTITIES, first, later: median(later) } satisfies FoldTimes);

function timeOfFold(): number {
  const before = process.cpuUsage();
  foldAssembly(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Twelve fields; each entity but the first refers to the one before. */
function entityOf(index: number) {
  return defineEntity(`many.thing${index}`, {
    label: { en: `Thing ${index}` },
    plural: { en: `Things ${index}` },
    path: `things${index}`,
    title: 'name',
    fields: {
      name: text().required().searchable().label({ en: 'Name' }),
      code: text().unique().label({ en: 'Code' }),
      kind: choice(['one', 'two', 'three']).label({ en: 'Kind' }),
      amount: money().label({ en: 'Amount' }),
      count: integer().label({ en: 'Count' }),
      isOpen: boolean().label({ en: 'Open' }),
      day: date().indexed().label({ en: 'Day' }),
      mail: email().personal().label({ en: 'Mail' }),
      site: url().label({ en: 'Site' }),
      notes: text({ multiline: true }).label({ en: 'Notes' }),
      stage: choice(['new', 'old']).label({ en: 'Stage' }),
      previous: ref(`many.thing${Math.max(index - 1, 0)}`).label({ en: 'Previous' }),
    },
  });
}
