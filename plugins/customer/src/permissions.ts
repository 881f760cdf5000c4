import type { Grant } from '@tessera/sdk';

const EVERYTHING = {
  create: 'all',
  read: 'all',
  update: 'all',
  delete: 'all',
  export: 'all',
} as const;
const OWN = { create: 'own', read: 'own', update: 'own', delete: 'own' } as const;
const TEAM = {
  create: 'teamTree',
  read: 'teamTree',
  update: 'teamTree',
  delete: 'teamTree',
  export: 'teamTree',
} as const;

/** What the roles of a new workspace may do with customers. */
export const grants: Readonly<Record<string, readonly Grant[]>> = {
  'sales-rep': [{ entity: 'customer.*', actions: OWN }],
  'sales-manager': [
    { entity: 'customer.*', actions: TEAM },
    { entity: 'customer.*', actions: OWN },
  ],
  marketer: [{ entity: 'customer.*', actions: { create: 'own', read: 'all', update: 'own' } }],
  'marketing-manager': [{ entity: 'customer.*', actions: EVERYTHING }],
  'service-agent': [
    { entity: 'customer.*', actions: { create: 'all', read: 'all', update: 'all' } },
  ],
  'service-manager': [{ entity: 'customer.*', actions: EVERYTHING }],
  analyst: [{ entity: 'customer.*', actions: { read: 'all', export: 'all' } }],
  'read-only': [{ entity: 'customer.*', actions: { read: 'all' } }],
  integration: [{ entity: 'customer.*', actions: EVERYTHING }],
  'data-protection-officer': [
    { entity: 'customer.*', actions: { read: 'all', export: 'all', delete: 'all' } },
  ],
};
