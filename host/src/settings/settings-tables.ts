import type { SystemTables } from '@tessera/core';

/** What the workspace is set to, a row a subject. */
export const settingsTables: SystemTables = {
  name: 'settings',
  steps: [
    `create table tessera.setting (
      key text primary key,
      value jsonb not null,
      changed_at timestamptz(3) not null default now()
    )`,
  ],
};
