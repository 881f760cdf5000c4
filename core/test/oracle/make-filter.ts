import { makeText } from './make-text.ts';
import { PLANS, type FieldPlan } from './plans.ts';
import type { Random } from './random.ts';
import type { FilterPlan } from './world-plan.ts';

export interface FilterOptions {
  /** Whoever it is applied for: it does not speak of “me”. */
  readonly isAnybodys?: boolean;
}

/** A filter over an entity, also along references, backwards, and of names that are not there. */
export function makeFilter(
  random: Random,
  entity: string,
  depth: number,
  options: FilterOptions = {},
): FilterPlan {
  if (depth > 0 && random.chance(0.2)) {
    const parts = [0, 1].map(() => makeFilter(random, entity, depth - 1, options));
    return random.chance(0.5) ? { and: parts } : { or: parts };
  }
  if (depth > 0 && random.chance(0.1))
    return { not: makeFilter(random, entity, depth - 1, options) };
  const { relations } = PLANS[entity]!;
  if (depth > 0 && Object.keys(relations).length > 0 && random.chance(0.25)) {
    const name = random.pick(Object.keys(relations));
    return { [name]: quantified(random, relations[name]!.entity, depth, options) };
  }
  return condition(random, entity, depth, options);
}

function quantified(random: Random, entity: string, depth: number, options: FilterOptions) {
  return {
    [random.pick(['some', 'none', 'every'])]: makeFilter(random, entity, depth - 1, options),
  };
}

function condition(
  random: Random,
  entity: string,
  depth: number,
  options: FilterOptions,
): FilterPlan {
  const path = makePath(random, entity);
  const field = path.split('.').reduce<{ at: string; field?: FieldPlan }>(
    ({ at }, name) => {
      const found = PLANS[at]?.fields[name];
      return { at: found?.target ?? '', ...(found ? { field: found } : {}) };
    },
    { at: entity },
  ).field!;
  if (field.type === 'refs' && depth > 0 && random.chance(0.5))
    return { [path]: quantified(random, field.target!, depth, options) };
  return { [path]: comparison(random, field, options) };
}

/** A field, or one along references. */
export function makePath(random: Random, entity: string): string {
  const { fields } = PLANS[entity]!;
  const name = random.pick(Object.keys(fields).filter((one) => one !== 'id'));
  const { type, target } = fields[name]!;
  const isStep = (type === 'ref' || type === 'state') && random.chance(0.6);
  return isStep ? `${name}.${makePath(random, target!)}` : name;
}

function comparison(random: Random, field: FieldPlan, { isAnybodys }: FilterOptions): unknown {
  const { type, target, options } = field;
  if (random.chance(0.1)) return { isNull: random.chance(0.5) };
  const number = random.whole(6);
  const date = `2026-0${1 + random.whole(3)}-1${random.whole(4)}`;
  switch (type) {
    case 'integer':
    case 'rollup':
      return random.pick([
        { gt: number },
        { lte: number },
        { eq: number },
        { ne: number },
        { in: [number, null] },
      ]);
    case 'boolean':
      return random.pick([true, { ne: true }]);
    case 'date':
      return random.pick([{ gt: date }, { lte: date }, { ne: date }]);
    case 'datetime':
      return { [random.pick(['gt', 'lte'])]: `2026-0${1 + random.whole(2)}-05T10:00:00.000Z` };
    case 'choice':
      return random.pick([{ eq: options![0] }, { notIn: options!.slice(1) }, [options![1]]]);
    case 'state':
      return random.pick([{ eq: `phase ${number % 4}` }, { notIn: ['phase 1', 'phase 2'] }]);
    case 'ref':
      if (target === 'tessera.user' && !isAnybodys)
        return random.pick(['$me', { ne: '$me' }, { in: ['$me', null] }]);
      if (target === 'tessera.team' && !isAnybodys)
        return random.pick(['$myTeams', { notIn: ['$myTeams'] }]);
      return { isNull: random.chance(0.4) };
    case 'refs':
    case 'anyRef':
      return { isNull: random.chance(0.5) };
    case 'text':
      return random.pick([
        { contains: makeText(random).slice(0, 3) },
        { contains: makeText(random).slice(1, 4) },
        { gt: makeText(random) },
        { ne: makeText(random) },
      ]);
  }
}
