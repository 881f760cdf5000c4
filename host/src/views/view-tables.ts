import type { SystemTables } from '@tessera/core';

/** Views that people saved of lists. A deleted one can come back for a while. */
export const viewTables: SystemTables = {
  name: 'views',
  steps: [
    `create table tessera.saved_view (
      id uuid primary key,
      entity text not null,
      name text not null,
      visibility text not null check (visibility in ('private', 'team', 'all')),
      team uuid,
      owner uuid not null,
      content jsonb not null,
      uses text[] not null,
      version int not null default 1,
      created_at timestamptz(3) not null,
      changed_at timestamptz(3) not null,
      deleted_at timestamptz(3),
      check ((visibility = 'team') = (team is not null))
    );
    create index on tessera.saved_view (entity) where deleted_at is null;
    create index on tessera.saved_view (owner);`,
  ],
};
