import type { Seed } from '@tessera/sdk';

const STANDARD = 'Standard';
const ofStandard = { $ref: { entity: 'sales.pipeline', field: 'name', value: STANDARD } };

/** The pipeline of a new workspace. */
export const standardPipeline: readonly Seed[] = [
  { entity: 'sales.pipeline', key: ['name'], rows: [{ name: STANDARD, isDefault: true }] },
  {
    entity: 'sales.stage',
    key: ['pipeline', 'key'],
    rows: [
      stage(1, 'prospecting', 'Prospecting', 'open', 10, 'pipeline', 250),
      stage(2, 'engaging', 'Engaging', 'open', 30, 'pipeline', 290),
      stage(3, 'proposal', 'Proposal', 'open', 50, 'bestCase', 75),
      stage(4, 'negotiation', 'Negotiation', 'open', 75, 'commit', 45),
      stage(5, 'won', 'Won', 'won', 100, 'closed', 155),
      stage(6, 'lost', 'Lost', 'lost', 0, 'omitted'),
    ],
  },
];

function stage(
  order: number,
  key: string,
  name: string,
  kind: 'open' | 'won' | 'lost',
  probability: number,
  forecastCategory: string,
  hue?: number,
): Readonly<Record<string, unknown>> {
  return {
    pipeline: ofStandard,
    order,
    key,
    name,
    kind,
    probability,
    forecastCategory,
    ...(hue ? { hue } : {}),
  };
}
