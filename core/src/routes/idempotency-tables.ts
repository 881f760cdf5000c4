import type { SystemTables } from '../entities/system-tables.ts';

/** Answers to requests that carried an `Idempotency-Key`. A row without a status is being worked on. */
export const idempotencyTables: SystemTables = {
  name: 'idempotency',
  steps: [
    `create table tessera.idempotency (
      user_id uuid not null,
      key text not null,
      method_path text not null,
      request_hash text not null,
      status int2,
      headers jsonb,
      body text,
      created_at timestamptz(3) not null default now(),
      primary key (user_id, key)
    )`,
    `create index idempotency_created_at on tessera.idempotency (created_at)`,
  ],
};
