import { definePermission, type Grant, type PermissionDefinition } from '@tessera/sdk';

/** May book points by hand. */
export const adjustPoints: PermissionDefinition = definePermission({
  name: 'loyalty.entry.adjust',
  label: { en: 'Adjust points', 'zh-CN': '调整积分' },
  roles: ['sales-manager', 'marketing-manager', 'service-manager'],
});

/** May take an entry of the ledger back. */
export const reversePoints: PermissionDefinition = definePermission({
  name: 'loyalty.entry.reverse',
  label: { en: 'Take points back', 'zh-CN': '冲回积分' },
  roles: ['sales-manager', 'marketing-manager'],
});

const READ_ALL = { read: 'all' } as const;
const EVERYTHING = {
  create: 'all',
  read: 'all',
  update: 'all',
  delete: 'all',
  export: 'all',
} as const;

const tiers: Grant = { entity: 'loyalty.tier', actions: READ_ALL };

/** What the roles of a workspace may see of points: those of the accounts that they may see. Nobody writes the ledger itself. */
export const grants: Readonly<Record<string, readonly Grant[]>> = {
  'sales-rep': [tiers, { entity: 'loyalty.entry', actions: { read: 'own' } }],
  'sales-manager': [
    tiers,
    { entity: 'loyalty.entry', actions: { read: 'teamTree', export: 'teamTree' } },
    { entity: 'loyalty.entry', actions: { read: 'own', export: 'own' } },
  ],
  marketer: [tiers, { entity: 'loyalty.entry', actions: READ_ALL }],
  'marketing-manager': [
    { entity: 'loyalty.tier', actions: EVERYTHING },
    { entity: 'loyalty.entry', actions: { read: 'all', export: 'all' } },
  ],
  'service-agent': [tiers, { entity: 'loyalty.entry', actions: READ_ALL }],
  'service-manager': [tiers, { entity: 'loyalty.entry', actions: READ_ALL }],
  analyst: [{ entity: 'loyalty.*', actions: { read: 'all', export: 'all' } }],
  'read-only': [{ entity: 'loyalty.*', actions: READ_ALL }],
};
