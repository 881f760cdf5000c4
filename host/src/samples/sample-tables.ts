import type { SystemTables } from '@tessera/core';

/** The example data of the workspace: there is one run at most, and it remembers every record that it made. */
export const sampleTables: SystemTables = {
  name: 'samples',
  steps: [
    `create table tessera.sample_run (
      id uuid primary key,
      single boolean not null default true unique check (single),
      state text not null check (state in ('making', 'present', 'removing', 'failed')),
      done int not null default 0,
      total int not null default 0,
      owners jsonb not null,
      currency text not null,
      made_by uuid not null,
      removed_by uuid,
      reason text,
      started_at timestamptz(3) not null
    );
    create table tessera.sample_record (
      run uuid not null references tessera.sample_run on delete cascade,
      entity text not null,
      key text not null,
      position int not null,
      record uuid not null,
      changes boolean not null,
      version int not null,
      kept text check (kept in ('used', 'refused', 'pluginOff')),
      kept_by text,
      primary key (run, entity, key)
    );
    create index on tessera.sample_record (record);`,
  ],
};
