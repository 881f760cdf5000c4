import type { SystemTables } from '@tessera/core';

/** Bulk runs, and what became of each of their records. */
export const bulkTables: SystemTables = {
  name: 'bulk',
  steps: [
    `create table tessera.bulk_run (
      id uuid primary key,
      entity text not null,
      action text not null check (action in ('update', 'delete')),
      changes jsonb not null,
      status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
      reason text,
      total int not null,
      changed int not null default 0,
      unchanged int not null default 0,
      failed int not null default 0,
      source text not null,
      created_by uuid not null,
      created_at timestamptz(3) not null,
      ended_at timestamptz(3)
    );
    create index on tessera.bulk_run (created_by, id);
    create index on tessera.bulk_run (ended_at);
    create table tessera.bulk_row (
      run uuid not null references tessera.bulk_run on delete cascade,
      line int not null,
      record uuid not null,
      outcome text check (outcome in ('changed', 'unchanged', 'failed')),
      before jsonb,
      after jsonb,
      version int,
      code text,
      reason text,
      undo text check (undo in ('undone', 'kept')),
      undo_code text,
      undo_reason text,
      primary key (run, line)
    );`,
  ],
};
