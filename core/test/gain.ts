import {
  choice,
  definePermission,
  definePlugin,
  defineEntity,
  integer,
  provide,
  ref,
  serviceToken,
  text,
  type InstalledPlugin,
  type Plugin,
} from '../src/index.ts';
import { install } from './world.ts';

const labels = { label: { en: 'Reward' }, plural: { en: 'Rewards' }, path: 'rewards' };

/** Of the first version. */
export const Reward = defineEntity('gain.reward', {
  ...labels,
  title: 'name',
  fields: { name: text().required(), factor: integer(), company: ref('toy.company') },
});
const NextReward = defineEntity('gain.reward', {
  ...labels,
  title: 'name',
  fields: {
    name: text().required(),
    rate: integer().was('factor'),
    note: text(),
    company: ref('toy.company'),
  },
});

export const Factors = serviceToken<{ factor(): number }>('gain.factors');

/** The first version: an entity and a field on companies. */
export const gain: Plugin = definePlugin({
  entities: [Reward],
  extends: { 'toy.company': { level: choice(['low', 'high']) } },
  services: [provide(Factors, () => ({ factor: () => 1 }))],
});
/** The second: two columns are renamed, one of them another plugin's entity's, one is added, and a permission. */
export const gainNext: Plugin = definePlugin({
  entities: [NextReward],
  extends: { 'toy.company': { grade: choice(['low', 'high']).was('level') } },
  permissions: [
    definePermission({
      name: 'gain.reward.grant' as never,
      label: { en: 'Grant rewards' },
      roles: [],
    }),
  ],
  seeds: [{ entity: 'gain.reward', key: ['name'], rows: [{ name: 'Welcome', rate: 3 }] }],
  services: [provide(Factors, () => ({ factor: () => 2 }))],
});

/** As a package of the name `gain`. */
export function packaged(plugin: Plugin, version: string, id = 'gain'): InstalledPlugin {
  return {
    ...install(plugin, { id, version, requires: { toy: '^1' } }),
    digest: `${id}-${version}`,
    origin: 'package',
  };
}
