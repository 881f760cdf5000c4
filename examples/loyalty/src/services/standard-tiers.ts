import type { Seed } from '@tessera/sdk';

/** The tiers of a new workspace; afterwards they are its own. */
export const standardTiers: readonly Seed[] = [
  {
    entity: 'loyalty.tier',
    key: ['key'],
    rows: [
      { key: 'bronze', name: 'Bronze', minimumPoints: 100, hue: 45 },
      { key: 'silver', name: 'Silver', minimumPoints: 5000, hue: 250 },
      { key: 'gold', name: 'Gold', minimumPoints: 20_000, hue: 85 },
    ],
  },
];
