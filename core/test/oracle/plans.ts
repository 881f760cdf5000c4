/** What the oracle knows of the entities of `zoo.ts`: written down a second time, so that nothing of the product decides. */
export interface FieldPlan {
  readonly type:
    | 'text'
    | 'integer'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'choice'
    | 'state'
    | 'ref'
    | 'refs'
    | 'anyRef'
    | 'rollup';
  readonly target?: string;
  readonly options?: readonly string[];
  /** `main`, or the field's own name where it is personal. */
  readonly search?: string;
  readonly rollup?: { readonly entity: string; readonly via: string; readonly field?: string };
  /** Given by core to every record: read by whoever has a grant. */
  readonly system?: boolean;
  /** Nobody writes it. */
  readonly closed?: boolean;
}

export interface EntityPlan {
  readonly id: string;
  readonly label: string;
  readonly owned: boolean;
  readonly auxiliary?: boolean;
  readonly shareVia?: string;
  readonly fields: Readonly<Record<string, FieldPlan>>;
  /** To many: whose field points here. */
  readonly relations: Readonly<Record<string, { readonly entity: string; readonly via: string }>>;
}

const id: FieldPlan = { type: 'text', system: true, closed: true };
const createdAt: FieldPlan = { type: 'datetime', system: true, closed: true };
const owned: Readonly<Record<string, FieldPlan>> = {
  owner: { type: 'ref', target: 'tessera.user', system: true },
  team: { type: 'ref', target: 'tessera.team', system: true },
};
const name: FieldPlan = { type: 'text', search: 'main' };
const integer: FieldPlan = { type: 'integer' };

function plan(
  entity: string,
  label: string,
  fields: EntityPlan['fields'],
  options: Partial<EntityPlan> = {},
): EntityPlan {
  const isOwned = options.owned ?? true;
  return {
    id: entity,
    label,
    relations: {},
    ...options,
    owned: isOwned,
    fields: { id, createdAt, ...(isOwned ? owned : {}), ...fields },
  };
}

const plans: readonly EntityPlan[] = [
  plan(
    'zoo.park',
    'Park',
    {
      name,
      motto: { type: 'text', search: 'main' },
      secret: { type: 'text', search: 'secret' },
      kind: { type: 'choice', options: ['city', 'sea', 'farm'] },
      rank: integer,
      isOpen: { type: 'boolean' },
      founded: { type: 'date' },
      parent: { type: 'ref', target: 'zoo.park' },
      houseCount: { type: 'rollup', rollup: { entity: 'zoo.house', via: 'park' }, closed: true },
      houseSize: {
        type: 'rollup',
        rollup: { entity: 'zoo.house', via: 'park', field: 'size' },
        closed: true,
      },
    },
    {
      relations: {
        parts: { entity: 'zoo.park', via: 'parent' },
        houses: { entity: 'zoo.house', via: 'park' },
        animals: { entity: 'zoo.animal', via: 'park' },
      },
    },
  ),
  plan(
    'zoo.house',
    'House',
    {
      name,
      size: integer,
      keeper: { type: 'text', search: 'keeper' },
      park: { type: 'ref', target: 'zoo.park' },
    },
    { shareVia: 'park', relations: { cages: { entity: 'zoo.cage', via: 'house' } } },
  ),
  plan(
    'zoo.cage',
    'Cage',
    { name, width: integer, house: { type: 'ref', target: 'zoo.house' } },
    { owned: false, shareVia: 'house' },
  ),
  plan(
    'zoo.phase',
    'Phase',
    {
      key: { type: 'text' },
      name: { type: 'text' },
      kind: { type: 'choice', options: ['open', 'won', 'lost'] },
      order: integer,
    },
    { owned: false, auxiliary: true },
  ),
  plan('zoo.animal', 'Animal', {
    name,
    chip: { type: 'text' },
    weight: integer,
    born: { type: 'date' },
    phase: { type: 'state', target: 'zoo.phase' },
    park: { type: 'ref', target: 'zoo.park' },
    friends: { type: 'refs', target: 'zoo.animal' },
  }),
  plan('zoo.food', 'Food', { name, price: integer }, { owned: false }),
  plan('zoo.note', 'Note', { name, about: { type: 'anyRef' }, at: { type: 'datetime' } }),
  // Of these only what references lead to.
  plan('tessera.user', 'User', { name: { type: 'text' } }, { owned: false, auxiliary: true }),
  plan('tessera.team', 'Team', { name: { type: 'text' } }, { owned: false, auxiliary: true }),
];

export const PLANS: Readonly<Record<string, EntityPlan>> = Object.fromEntries(
  plans.map((one) => [one.id, one]),
);
/** The entities that questions are about. */
export const ENTITIES: readonly string[] = plans
  .map((one) => one.id)
  .filter((one) => one.startsWith('zoo.'));
