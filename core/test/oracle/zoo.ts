import {
  anyRef,
  boolean,
  choice,
  date,
  datetime,
  defineEntity,
  definePlugin,
  integer,
  ref,
  refs,
  rollup,
  state,
  text,
  type Plugin,
} from '../../src/index.ts';

/** Seven entities with everything that permissions look at; `plans.ts` says the same for the oracle, by hand. */
const Park = defineEntity('zoo.park', {
  label: { en: 'Park' },
  plural: { en: 'Parks' },
  path: 'parks',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    motto: text().searchable(),
    secret: text().searchable().personal(),
    kind: choice(['city', 'sea', 'farm']),
    rank: integer(),
    isOpen: boolean(),
    founded: date(),
    parent: ref('zoo.park', {
      onDelete: 'clear',
      inverse: { name: 'parts', label: { en: 'Parts' } },
    }),
    houseCount: rollup({ entity: 'zoo.house', via: 'park', function: 'count' }),
    houseSize: rollup({ entity: 'zoo.house', via: 'park', function: 'sum', field: 'size' }),
  },
});
const House = defineEntity('zoo.house', {
  label: { en: 'House' },
  plural: { en: 'Houses' },
  path: 'houses',
  title: 'name',
  shareVia: 'park',
  fields: {
    name: text().required().searchable(),
    size: integer(),
    keeper: text().searchable().personal(),
    park: ref('zoo.park', {
      onDelete: 'clear',
      inverse: { name: 'houses', label: { en: 'Houses' } },
    }),
  },
});
const Cage = defineEntity('zoo.cage', {
  label: { en: 'Cage' },
  plural: { en: 'Cages' },
  path: 'cages',
  owned: false,
  title: 'name',
  shareVia: 'house',
  fields: {
    name: text().required().searchable(),
    width: integer(),
    house: ref('zoo.house', {
      onDelete: 'clear',
      inverse: { name: 'cages', label: { en: 'Cages' } },
    }),
  },
});
const Phase = defineEntity('zoo.phase', {
  label: { en: 'Phase' },
  plural: { en: 'Phases' },
  path: 'phases',
  owned: false,
  states: true,
  auxiliary: true,
  title: 'name',
  fields: {
    key: text().required(),
    name: text().required(),
    kind: choice(['open', 'won', 'lost']).required(),
    order: integer().required(),
  },
});
const Animal = defineEntity('zoo.animal', {
  label: { en: 'Animal' },
  plural: { en: 'Animals' },
  path: 'animals',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    chip: text().unique(),
    weight: integer(),
    born: date(),
    phase: state('zoo.phase'),
    park: ref('zoo.park', {
      onDelete: 'clear',
      inverse: { name: 'animals', label: { en: 'Animals' } },
    }),
    friends: refs('zoo.animal'),
  },
});
const Food = defineEntity('zoo.food', {
  label: { en: 'Food' },
  plural: { en: 'Foods' },
  path: 'foods',
  owned: false,
  title: 'name',
  fields: { name: text().required().searchable(), price: integer() },
});
const Note = defineEntity('zoo.note', {
  label: { en: 'Note' },
  plural: { en: 'Notes' },
  path: 'notes',
  title: 'name',
  timeline: { via: ['about'], at: 'at' },
  fields: {
    name: text().required().searchable(),
    about: anyRef(),
    at: datetime(),
  },
});

export const zoo: Plugin = definePlugin({
  entities: [Park, House, Cage, Phase, Animal, Food, Note],
});
