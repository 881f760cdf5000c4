import type { SystemTables } from '@tessera/core';

/** Requests to export or erase persons. What was known of somebody who was erased is forgotten with the last step. */
export const privacyRequestTables: SystemTables = {
  name: 'privacy-requests',
  steps: [
    `create table tessera.privacy_request (
      id uuid primary key,
      kind text not null check (kind in ('export', 'erase')),
      status text not null check (status in ('queued', 'running', 'done', 'failed')),
      people jsonb not null,
      title text,
      reason text,
      memory jsonb,
      files jsonb,
      others jsonb not null default '[]',
      kept jsonb not null default '[]',
      fault text,
      size bigint,
      created_by uuid not null,
      created_at timestamptz(3) not null,
      ended_at timestamptz(3)
    );
    create index on tessera.privacy_request (created_at)`,
  ],
};
