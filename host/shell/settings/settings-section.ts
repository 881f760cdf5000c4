import type { AppMeta } from '@tessera/core';

/** The groups in which the settings stand, in their order; sections of plugins come last, in `plugins`. */
export const SETTINGS_GROUPS = [
  'personal',
  'people',
  'rights',
  'data',
  'workspace',
  'plugins',
] as const;
export type SettingsGroup = (typeof SETTINGS_GROUPS)[number];

/** A page of the settings. Its text is `settings.<name>`, its address `/settings/<name>`. */
export interface SettingsSection {
  readonly name: string;
  readonly group: SettingsGroup;
  readonly icon: string;
  /** Who sees it; everybody when there is none. */
  readonly permission?: string;
  /** What must be readable for it. */
  readonly entity?: string;
  /** Takes as much room as there is: tables. */
  readonly isWide?: boolean;
}

/** The pages of the platform. What they show is in `settings-content.ts`. */
const SECTIONS: readonly SettingsSection[] = [
  { name: 'profile', group: 'personal', icon: 'user-round' },
  { name: 'security', group: 'personal', icon: 'lock-keyhole' },
  { name: 'tokens', group: 'personal', icon: 'key-round' },
  {
    name: 'people',
    group: 'people',
    icon: 'users',
    permission: 'tessera.user.manage',
    entity: 'tessera.user',
    isWide: true,
  },
  {
    name: 'teams',
    group: 'people',
    icon: 'network',
    permission: 'tessera.user.manage',
    entity: 'tessera.team',
  },
  {
    name: 'all-sessions',
    group: 'people',
    icon: 'monitor',
    permission: 'tessera.user.manage',
    isWide: true,
  },
  {
    name: 'all-tokens',
    group: 'people',
    icon: 'key-round',
    permission: 'tessera.user.manage',
    isWide: true,
  },
  {
    name: 'roles',
    group: 'rights',
    icon: 'shield-check',
    permission: 'tessera.user.manage',
    entity: 'tessera.role',
    isWide: true,
  },
  {
    name: 'audit',
    group: 'data',
    icon: 'scroll-text',
    permission: 'tessera.audit.read',
    isWide: true,
  },
  { name: 'privacy', group: 'data', icon: 'venetian-mask', permission: 'tessera.privacy.manage' },
  { name: 'sharing', group: 'rights', icon: 'share-2', permission: 'tessera.sharing.manage' },
  {
    name: 'workspace',
    group: 'workspace',
    icon: 'building-2',
    permission: 'tessera.settings.manage',
  },
  {
    name: 'sign-in',
    group: 'workspace',
    icon: 'log-in',
    permission: 'tessera.settings.manage',
  },
];

/** The pages of the platform that this person sees. */
export function settingsSections({ user, entities }: AppMeta): readonly SettingsSection[] {
  return SECTIONS.filter(
    ({ permission, entity }) =>
      (!permission || ['*', permission].some((one) => user.permissions.includes(one))) &&
      (!entity || entities.some(({ id }) => id === entity)),
  );
}
