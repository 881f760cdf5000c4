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
    // A view goes in several ways: by its owner, after its days in the bin, with the plugin that it is about.
    `create function tessera.forget_view_uses() returns trigger language plpgsql as $$
      begin
        delete from tessera.uses where kind = 'view' and definition = old.id::text;
        return null;
      end $$;
    create trigger forget_uses after delete on tessera.saved_view
      for each row execute function tessera.forget_view_uses()`,
  ],
};
