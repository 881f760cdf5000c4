import type { SystemTables } from '@tessera/core';

/** Uploaded files, imports, and what became of each row that was written or failed. */
export const importTables: SystemTables = {
  name: 'imports',
  steps: [
    `create table tessera.import_file (
      id uuid primary key,
      sha256 char(64) not null,
      name text not null,
      size bigint not null,
      encoding text not null,
      delimiter text not null,
      headers jsonb not null,
      rows int not null,
      sample jsonb not null,
      created_by uuid not null,
      created_at timestamptz(3) not null
    );
    create table tessera.import (
      id uuid primary key,
      batch uuid not null,
      name text not null,
      entity text not null,
      file uuid not null references tessera.import_file,
      plan jsonb not null,
      status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
      reason text,
      rows int not null,
      skipped int not null,
      cursor int not null default 0,
      created int not null default 0,
      updated int not null default 0,
      unchanged int not null default 0,
      failed int not null default 0,
      created_by uuid not null,
      undo_by uuid,
      created_at timestamptz(3) not null,
      started_at timestamptz(3),
      ended_at timestamptz(3)
    );
    create index on tessera.import (batch);
    create index on tessera.import (created_by, id);
    create table tessera.import_row (
      import uuid not null references tessera.import,
      line int not null,
      outcome text not null check (outcome in ('created', 'updated', 'failed')),
      record uuid,
      before jsonb,
      after jsonb,
      version int,
      code text,
      problems jsonb,
      raw jsonb,
      undo text check (undo in ('undone', 'kept', 'failed')),
      undo_reason text,
      undo_version int,
      primary key (import, line)
    );
    create index on tessera.import_row (record) where record is not null;`,
    `alter table tessera.import_file add column source char(64), add column sheet text, add column sheets jsonb;
    create index on tessera.import_file (created_at);
    create index on tessera.import (file);`,
    // An import is never deleted, and is locked when its rows are written down: to look for it once a row says nothing new.
    `alter table tessera.import_row drop constraint import_row_import_fkey`,
  ],
};
