import type { SystemTables } from '@tessera/core';

/** The packages of plugins, so that every host of the workspace has them. */
export const packageTables: SystemTables = {
  name: 'packages',
  steps: [
    `create table tessera.plugin_package (
      digest text primary key,
      plugin text not null,
      version text not null,
      description jsonb not null,
      bytes bytea not null,
      size int not null,
      added_at timestamptz(3) not null default now(),
      added_by uuid
    );
    alter table tessera.plugin_package alter column bytes set storage external;
    create index on tessera.plugin_package (plugin, added_at);`,
  ],
};
