import type { Assembly } from '../plugin/assembly.ts';
import type { AppMeta, EntityMeta } from './app-meta.ts';

type Contributed = AppMeta['contributions'][number];

/** The entity in `customer.account.page.tab` and its like. */
const ENTITY_SLOT = /^([^.]+\.[^.]+)\.(?:list|page|form)\./;

/** The contributions without those about entities that the principal may not read, in their order. */
export function contributionsFor(
  assembly: Assembly,
  entities: readonly EntityMeta[],
): readonly Contributed[] {
  const visible = new Map(entities.map((entity) => [entity.id, entity]));
  const kept = assembly.contributions.filter((contribution) => {
    const about = ENTITY_SLOT.exec(contribution.slot)?.[1];
    return [about, contribution.entity].every((id) => id === undefined || visible.has(id));
  });
  return [
    ...kept.map((one) => completeNavigation(one, visible)),
    ...impliedNavigation(assembly, entities),
  ].sort((one, other) => (one.order ?? 100) - (other.order ?? 100));
}

/** An entry that only names its entity gets the label, icon and path of its list. */
function completeNavigation(
  contribution: Contributed,
  visible: ReadonlyMap<string, EntityMeta>,
): Contributed {
  const entity = visible.get(contribution.entity ?? '');
  if (contribution.slot !== 'app.nav' || !entity) return contribution;
  return { ...navigationTo(entity), ...contribution };
}

/** A plugin that says nothing about navigation gets an entry for each entity that stands for itself. */
function impliedNavigation(assembly: Assembly, entities: readonly EntityMeta[]): Contributed[] {
  const speaking = new Set(
    assembly.contributions.filter(({ slot }) => slot === 'app.nav').map(({ plugin }) => plugin),
  );
  return entities
    .filter((entity) => entity.plugin !== 'tessera' && !speaking.has(entity.plugin))
    .filter((entity) => !entity.auxiliary && !entity.states)
    .map((entity) => ({
      slot: 'app.nav',
      id: `list-${entity.id}`,
      entity: entity.id,
      ...navigationTo(entity),
    }));
}

function navigationTo(entity: EntityMeta): Pick<Contributed, 'plugin'> & Partial<Contributed> {
  return {
    plugin: entity.plugin,
    label: entity.plural,
    icon: entity.icon,
    path: `/${entity.path}`,
  };
}
