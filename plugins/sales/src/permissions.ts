import type { Grant } from '@tessera/sdk';

const EVERYTHING = {
  create: 'all',
  read: 'all',
  update: 'all',
  delete: 'all',
  export: 'all',
} as const;
const READ = { read: 'all' } as const;
const OWN = { create: 'own', read: 'own', update: 'own', delete: 'own' } as const;
const TEAM = {
  create: 'teamTree',
  read: 'teamTree',
  update: 'teamTree',
  delete: 'teamTree',
  export: 'teamTree',
} as const;

const catalogue: readonly Grant[] = [
  { entity: 'sales.product', actions: READ },
  { entity: 'sales.pipeline', actions: READ },
  { entity: 'sales.stage', actions: READ },
];

/** What the roles of a new workspace may do with sales. */
export const grants: Readonly<Record<string, readonly Grant[]>> = {
  'sales-rep': [...catalogue, { entity: 'sales.opportunity', actions: OWN }],
  'sales-manager': [
    { entity: 'sales.product', actions: EVERYTHING },
    ...catalogue,
    { entity: 'sales.opportunity', actions: TEAM },
    { entity: 'sales.opportunity', actions: OWN },
  ],
  'marketing-manager': [...catalogue, { entity: 'sales.opportunity', actions: READ }],
  'service-agent': catalogue,
  'service-manager': [...catalogue, { entity: 'sales.opportunity', actions: READ }],
  analyst: [{ entity: 'sales.*', actions: { read: 'all', export: 'all' } }],
  'read-only': [{ entity: 'sales.*', actions: READ }],
  integration: [{ entity: 'sales.*', actions: EVERYTHING }],
};
